using System.Text.Json.Nodes;
using Remediator.Cli.Demo;

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
            Assert.Empty(story["untold"]!.AsArray());
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
    public async Task It_fails_where_nobody_is_told_although_all_is_contained_and_put_back()
    {
        foreach (var file in Directory.GetFiles(Repository.Playbooks, "*.yaml"))
        {
            // What asks people, or ends by itself, has to have somebody to tell.
            var all = File.ReadAllLines(file).TakeWhile(l => l != "tests:").ToList();
            var lines = all.Exists(l => l.StartsWith("release:", StringComparison.Ordinal) || l.Trim() == "mode: approve") ? all : all.Where(l => !l.StartsWith("notify:", StringComparison.Ordinal));
            _cli.Write($"mine/{Path.GetFileName(file)}", string.Join('\n', lines) + "\n");
        }

        WriteSamples();

        var json = await _cli.RunAsync("demo", "--playbooks", "mine", "--json");
        var text = await _cli.RunAsync("demo", "--playbooks", "mine");

        Assert.Equal((1, 1), (json.Exit, text.Exit));
        Assert.Contains("Nobody was told: Contained and Released; the playbook has no notify", text.Shown, StringComparison.Ordinal);
        Assert.Equal(3, json.Lines.Length);
        foreach (var story in json.Lines.Select(l => JsonNode.Parse(l)!))
        {
            Assert.False((bool?)story["succeeded"]);
            Assert.Equal(["Contained", "Released"], story["untold"]!.AsArray().Select(k => (string?)k));
            Assert.Equal(("Verified", "Released"), ((string?)story["execution"]!["state"], (string?)story["released"]!["state"]));
            Assert.Empty(story["unexpectedDifferences"]!.AsArray());
        }
    }

    [Fact]
    public async Task Playbooks_that_answer_none_of_its_findings_make_it_fail()
    {
        _cli.Write("mine/a.yaml", "id: mine\ntitle: Mine\non:\n  - source: inspector2\nsteps:\n  - block-public-bucket\n");
        WriteSamples();

        var result = await _cli.RunAsync("demo", "--playbooks", "mine");

        Assert.Equal(1, result.Exit);
        Assert.Contains("was not answered", result.Shown, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private void WriteSamples()
    {
        foreach (var sample in DemoAccount.Events)
        {
            _cli.Write($"mine/{sample}", File.ReadAllText(Path.Combine(Repository.Playbooks, sample)));
        }
    }
}
