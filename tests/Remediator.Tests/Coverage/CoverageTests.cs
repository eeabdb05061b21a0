using Remediator.Cli.Coverage;
using Remediator.FindingSources.CloudTrail;
using Remediator.Playbooks;
using Remediator.Tests.Playbooks;

namespace Remediator.Tests.Coverage;

public sealed class CoverageTests
{
    private static PlaybookMatcher Shipped() =>
        new(((PlaybookLoadResult.Loaded)new PlaybookLoader().LoadFolder(Path.Combine(Repository.Root, "playbooks"))).Playbooks);

    [Fact]
    public void Every_known_type_is_answered_in_every_form()
    {
        var rows = CoverageRow.Of(Shipped());

        Assert.Equal(204, rows.Count(r => r.Type.Source == "guardduty") - 25);
        Assert.Empty(rows.Where(r => !r.IsAnswered).Select(r => $"{r.Type.Type}: {r.Gap}"));
    }

    [Fact]
    public void A_type_that_only_the_default_answers_is_a_gap()
    {
        var only = PlaybookDoubles.Load("id: unknown\ntitle: Title\non: [ { source: guardduty } ]\nsteps: []\nbecause: nobody knows");

        var rows = CoverageRow.Of(new PlaybookMatcher([only]));

        Assert.DoesNotContain(rows, r => r.IsAnswered);
        Assert.Contains(rows, r => r.Gap!.Contains("only the default unknown answers it", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.Gap == "No playbook answers findings of macie.");
    }

    [Fact]
    public void What_counts_as_a_threat_in_CloudTrail_is_among_the_known_types() =>
        Assert.Equal(
            ThreatCatalogue.Types.Order(StringComparer.Ordinal),
            KnownType.All.Where(t => t.Source == "cloudtrail").Select(t => t.Type).Order(StringComparer.Ordinal));

    [Fact]
    public void An_attack_sequence_is_answered_for_each_kind_of_its_resources()
    {
        var sequence = KnownType.All.Single(t => t.Type == "AttackSequence:IAM/CompromisedCredentials");

        var hits = Shipped().Match(ExampleFindings.Of(sequence).Single()).Answers;

        Assert.Equal(
            ["ec2-compromised 1", "iam-access-key-compromised 2", "s3-bucket-public 1"],
            hits.Where(h => h.Playbook.Id is "ec2-compromised" or "iam-access-key-compromised" or "s3-bucket-public").Select(h => $"{h.Playbook.Id} {h.Resources.Length}"));
    }
}
