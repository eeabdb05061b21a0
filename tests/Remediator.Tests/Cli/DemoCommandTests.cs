using System.Text.Json.Nodes;

namespace Remediator.Tests.Commands;

public sealed class DemoCommandTests : IDisposable
{
    private readonly CommandLine _cli = new();

    [Fact]
    public async Task All_three_findings_are_contained_told_and_put_back()
    {
        var result = await _cli.RunAsync("demo", "--json");

        Assert.Equal(0, result.Exit);
        Assert.Equal(3, result.Lines.Length);
        foreach (var story in result.Lines.Select(l => JsonNode.Parse(l)!))
        {
            Assert.True((bool?)story["succeeded"], story.ToJsonString());
            Assert.Equal("Verified", (string?)story["execution"]!["state"]);
            Assert.Equal("Released", (string?)story["released"]!["state"]);
            Assert.True((bool?)story["secondDelivery"]!["alreadyHandled"]);
            Assert.Empty(story["secondDelivery"]!["changingCalls"]!.AsArray());
            Assert.Empty(story["unexpectedDifferences"]!.AsArray());
            Assert.Equal(["Contained", "Released"], story["messages"]!.AsArray().Select(m => (string?)m!["kind"]));
        }
    }

    [Fact]
    public async Task People_see_finding_plan_messages_undo_and_proof()
    {
        var result = await _cli.RunAsync("demo");

        Assert.Equal(0, result.Exit);
        string[] parts =
        [
            "Finding", "Backdoor:EC2/C&CActivity.B", "ec2-compromised", "read back:", "Slack: Contained", "Email: ", "Delivered again", "already done; no call changed anything",
            "Released", "every value is back as it was", "as before the finding",
        ];
        Assert.All(parts, p => Assert.Contains(p, result.Shown, StringComparison.Ordinal));
        Assert.DoesNotContain("WRONG", result.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain("DIFFERS", result.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Playbooks_that_answer_none_of_its_findings_make_it_fail()
    {
        _cli.Write("mine/a.yaml", "id: mine\ntitle: Mine\non:\n  - source: inspector2\nsteps:\n  - block-public-bucket\n");
        foreach (var sample in new[] { "guardduty/c2-activity.json", "guardduty/access-key-exfiltration.json", "config/bucket-public-read.json" })
        {
            _cli.Write($"mine/samples/{sample}", File.ReadAllText(CommandLine.Sample(sample)));
        }

        var result = await _cli.RunAsync("demo", "--playbooks", "mine");

        Assert.Equal(1, result.Exit);
        Assert.Contains("was not answered", result.Shown, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();
}
