using Remediator.Playbooks;

namespace Remediator.Tests.Playbooks;

public sealed class PlaybookTestRunnerTests
{
    private const string Head = "id: one\ntitle: One\non: [ { source: guardduty, type: [ hit ] } ]\nsteps: [ isolate, cut-sessions ]\ntests:\n";
    private const string Other = "id: two\ntitle: Two\non: [ { source: guardduty, type: [ second ] } ]\nsteps: [ cut-sessions ]";

    private static PlaybookTestResult Run(string test, string document)
    {
        var loaded = Assert.IsType<PlaybookLoadResult.Loaded>(PlaybookDoubles.Loader.Load(
            [new PlaybookText("playbooks/one.yaml", Head + "  - " + test), new PlaybookText("playbooks/two.yaml", Other)],
            _ => true));
        return Assert.Single(new PlaybookTestRunner(loaded.Files, PlaybookDoubles.Remediations, PlaybookDoubles.Read).Run(_ => document));
    }

    private static string Finding(string type) => $$"""{ "source": "guardduty", "type": "{{type}}", "instance": "i-0abc" }""";

    [Theory]
    [InlineData("{ finding: f.json, expect: {} }", "hit")]
    [InlineData("{ finding: f.json, expect: { outcome: matched, playbook: one, steps: [ isolate, cut-sessions ], resources: [ i-0abc ], mode: observe } }", "hit")]
    [InlineData("{ finding: f.json, expect: { playbook: two } }", "second")]
    [InlineData("{ finding: f.json, expect: { outcome: unmatched } }", "miss")]
    public void Passes_when_it_is_as_expected(string test, string type)
    {
        var result = Run(test, Finding(type));

        Assert.True(result.Passed, result.Problem);
        Assert.Equal(("playbooks/one.yaml", 6, "one", "f.json"), (result.File, result.Line, result.Playbook, result.Finding));
    }

    [Theory]
    [InlineData("{}", "miss", "expected one to answer: No playbook answers guardduty findings of the type miss.")]
    [InlineData("{}", "second", "expected one to answer, but two does")]
    [InlineData("{ outcome: unmatched }", "hit", "expected unmatched, but one answers")]
    [InlineData("{ outcome: rejected }", "hit", "expected rejected, but it is read as a finding")]
    [InlineData("{ steps: [ isolate ] }", "hit", "expected the steps [isolate], but they are [isolate, cut-sessions]")]
    [InlineData("{ resources: [ i-0def ] }", "hit", "expected the resources [i-0def], but they are [i-0abc]")]
    [InlineData("{ mode: enforce }", "hit", "expected the mode enforce, but it is observe")]
    public void Says_what_is_not_as_expected(string expect, string type, string problem) =>
        Assert.Equal(problem, Run($"{{ finding: f.json, expect: {expect} }}", Finding(type)).Problem);

    [Fact]
    public void Knows_a_rejected_document()
    {
        Assert.True(Run("{ finding: f.json, expect: { outcome: rejected } }", """{ "source": "guardduty" }""").Passed);
        Assert.True(Run("{ finding: f.json, expect: { outcome: rejected } }", """{ "source": "other" }""").Passed);
        Assert.Equal("expected matched, but the finding is rejected: it has no type", Run("{ finding: f.json, expect: {} }", """{ "source": "guardduty" }""").Problem);
    }

    [Fact]
    public void A_finding_that_can_not_be_read_fails_its_test()
    {
        var loaded = Assert.IsType<PlaybookLoadResult.Loaded>(PlaybookDoubles.Loader.Load([new PlaybookText("playbooks/one.yaml", Head + "  - { finding: f.json, expect: { outcome: rejected } }")], _ => true));

        var result = Assert.Single(new PlaybookTestRunner(loaded.Files, PlaybookDoubles.Remediations, PlaybookDoubles.Read).Run(_ => throw new FileNotFoundException("it is gone")));

        Assert.Equal("f.json can't be read: it is gone", result.Problem);
    }
}
