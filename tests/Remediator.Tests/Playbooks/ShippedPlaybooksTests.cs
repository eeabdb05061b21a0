using Remediator.Playbooks;

namespace Remediator.Tests.Playbooks;

/// <summary>The playbooks in <c>playbooks/</c>, as they are deployed.</summary>
public sealed class ShippedPlaybooksTests
{
    private static string Folder => Path.Combine(Repository.Root, "playbooks");

    private static PlaybookLoadResult.Loaded Loaded()
    {
        var result = new PlaybookLoader().LoadFolder(Folder);
        Assert.True(result is PlaybookLoadResult.Loaded, result is PlaybookLoadResult.Faulty faulty ? string.Join('\n', faulty.Faults) : "");
        return (PlaybookLoadResult.Loaded)result;
    }

    [Fact]
    public void All_of_them_load_and_pass_their_own_tests()
    {
        var results = new PlaybookTestRunner(Loaded().Files).Run();

        Assert.NotEmpty(results);
        Assert.True(results.All(r => r.Passed), string.Join('\n', results.Where(r => !r.Passed).Select(r => $"{r.File}:{r.Line}: {r.Finding}: {r.Problem}")));
    }

    [Fact]
    public void Each_says_what_it_answers_and_what_it_does_not()
    {
        foreach (var (file, playbook, tests) in Loaded().Files)
        {
            Assert.True(tests.Any(t => t.Outcome == ExpectedOutcome.Matched && t.Playbook == playbook.Id), $"{file} has no test of a finding that it answers");
            Assert.True(tests.Any(t => t.Outcome != ExpectedOutcome.Matched || t.Playbook != playbook.Id), $"{file} has no test of a finding that it does not answer");
        }
    }

    [Fact]
    public void Each_only_observes_until_a_person_changes_it() =>
        Assert.All(Loaded().Playbooks, p => Assert.Equal(PlaybookMode.Observe, p.Mode));

    [Theory]
    [InlineData("ec2-metadata-rebind", "isolate-instance", "snapshot-volumes")]
    [InlineData("iam-model-abuse", "disable-access-keys", "cut-role-sessions", "find-persistence")]
    public void A_second_finding_is_answered_with_more(string playbook, params string[] steps) =>
        Assert.Equal(steps, Loaded().Playbooks.Single(p => p.Id == playbook).Corroborated!.Steps.Select(s => s.Remediation));

    [Fact]
    public void What_blocks_an_address_ends_by_itself() =>
        Assert.All(Loaded().Playbooks.Where(p => p.Steps.Any(s => s.Remediation.StartsWith("block-remote-ip", StringComparison.Ordinal))), p => Assert.NotNull(p.ReleaseAfter));

    [Fact]
    public void Each_is_named_after_its_id_and_tells_editors_its_schema()
    {
        foreach (var file in Loaded().Files)
        {
            Assert.Equal(file.Playbook.Id, Path.GetFileNameWithoutExtension(file.File));
            Assert.StartsWith($"# yaml-language-server: $schema={PlaybookSchema.FileName}\n", File.ReadAllText(file.File), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void They_fit_into_a_bundle_and_out_again()
    {
        var bundle = PlaybookBundle.Write(Loaded().Playbooks);

        Assert.Equal(bundle, PlaybookBundle.Write(PlaybookBundle.Read(bundle)));
    }
}
