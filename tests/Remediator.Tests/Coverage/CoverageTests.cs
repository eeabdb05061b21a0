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

        Assert.Equal(204, rows.Count(r => r.Type is { Source: "guardduty", IsCustomRule: false }));
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
    public void A_type_that_only_a_fallback_answers_is_a_gap_whatever_it_does()
    {
        var only = PlaybookDoubles.Load("id: unknown\ntitle: Title\nfallback: true\non: [ { source: guardduty } ]\nsteps: [ isolate ]");

        var row = CoverageRow.Of(new PlaybookMatcher([only], PlaybookDoubles.Remediations)).Single(r => r.Type.Type == "Backdoor:EC2/Spambot");

        Assert.StartsWith("only the default unknown answers it on AWS::EC2::Instance", row.Gap, StringComparison.Ordinal);
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

        var answers = ExampleFindings.Of(sequence).Select(f => string.Join(", ", Shipped().Match(f).Answers.Select(h => $"{h.Playbook.Id} {h.Resources.Length}")));

        Assert.Equal(
            [
                "auto-scaling-group-compromised 1, ec2-compromised 1, ecs-task-compromised 1, eks-credentials-compromised 1, eks-pod-compromised 1, iam-access-key-compromised 2, iam-role-session-compromised 1, iam-user-compromised 1, s3-bucket-public 1, tell-attack-place 4, tell-attack-template 3, tell-cluster 2",
                "iam-user-compromised 1",
                "iam-role-session-compromised 1, s3-bucket-public 1",
                "tell-root 1",
            ],
            answers);
    }

    [Fact]
    public void A_resource_that_none_of_several_playbooks_takes_is_a_gap()
    {
        var only = PlaybookDoubles.Load("id: one\ntitle: Title\non: [ { source: guardduty, type: [ \"AttackSequence:*\" ] } ]\nsteps: [ isolate ]");

        var row = CoverageRow.Of(new PlaybookMatcher([only], PlaybookDoubles.Remediations)).Single(r => r.Type.Type == "AttackSequence:S3/CompromisedData");

        Assert.False(row.IsAnswered);
        Assert.StartsWith("nothing answers AWS::AutoScaling::AutoScalingGroup, ", row.Gap, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS::EC2::Instance", row.Gap, StringComparison.Ordinal);
    }
}
