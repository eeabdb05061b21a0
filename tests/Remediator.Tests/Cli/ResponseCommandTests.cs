using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Commands;

/// <summary>respond, release and executions, on the sandbox.</summary>
public sealed class ResponseCommandTests : IAsyncLifetime, IDisposable
{
    private readonly CommandLine _cli = new();
    private SandboxServer _sandbox = null!;

    private static string Bucket => CommandLine.Sample("guardduty/public-bucket.json");

    private PublicAccessBlock? Block => _sandbox.Account.Buckets[Incidents.Bucket].PublicAccessBlock;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.PublicBucket.Seed(_sandbox.Account);
        Incidents.Instance.Seed(_sandbox.Account);
        _cli.At(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Without_enforce_it_shows_the_plan_and_changes_nothing()
    {
        var before = _sandbox.Snapshot();

        var result = await _cli.RunAsync("respond", "--event", Bucket);

        Assert.Equal(0, result.Exit);
        Assert.Contains("observed; nothing was changed", result.Shown, StringComparison.Ordinal);
        Assert.Contains("->", result.Shown, StringComparison.Ordinal);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task With_enforce_it_contains_and_says_how_to_undo()
    {
        var result = await _cli.RunAsync("respond", "--event", Bucket, "--enforce");

        Assert.Equal(0, result.Exit);
        Assert.Equal(PublicAccessBlock.All, Block);
        Assert.Contains("contained; every change was read back as planned", result.Shown, StringComparison.Ordinal);
        Assert.Contains("undo with: remediator release rx-", result.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_and_can_not_be_looked_at_again_is_said_with_what_is_known_of_it()
    {
        await _cli.RunAsync("respond", "--event", Bucket, "--enforce");

        var result = await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--role", "Missing");

        Assert.Equal(1, result.Exit);
        Assert.Matches("(?s)could not be looked at again: no credentials for.*Before: contained; every change was read\\s+back as planned", result.Shown);
        Assert.DoesNotContain("FAILED", result.Shown, StringComparison.Ordinal);
        Assert.Equal(PublicAccessBlock.All, Block);
    }

    [Fact]
    public async Task Another_run_finds_the_execution_repeats_nothing_lists_it_and_releases_it()
    {
        var execution = Execution(await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--json"));
        var calls = _sandbox.Calls.Count;

        var again = await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--json");
        Assert.Equal("already-handled", (string?)JsonNode.Parse(Assert.Single(again.Lines))!["outcome"]);
        Assert.DoesNotContain(_sandbox.Calls.Skip(calls), c => c.Changes);

        var listed = await _cli.RunAsync("executions");
        Assert.Contains(execution, listed.Shown, StringComparison.Ordinal);
        Assert.Contains("Verified", listed.Shown, StringComparison.Ordinal);

        var released = await _cli.RunAsync("release", execution);
        Assert.Equal(0, released.Exit);
        Assert.Contains("is released; every value was read back as it was before", released.Shown, StringComparison.Ordinal);
        Assert.Null(Block);

        var twice = await _cli.RunAsync("release", execution, "--json");
        Assert.Equal((0, "nothing-to-release"), (twice.Exit, (string?)JsonNode.Parse(twice.Out)!["outcome"]));
    }

    [Fact]
    public async Task A_look_at_what_was_released_shows_the_plan_and_leaves_it_released()
    {
        var execution = Execution(await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--json"));
        await _cli.RunAsync("release", execution);

        var looked = await _cli.RunAsync("respond", "--event", Bucket);

        Assert.Equal(0, looked.Exit);
        Assert.Contains("observed; nothing was changed", looked.Shown, StringComparison.Ordinal);
        Assert.Contains("and stays so: --enforce contains it again", looked.Shown, StringComparison.Ordinal);
        Assert.Contains("->", looked.Shown, StringComparison.Ordinal);
        Assert.Equal("looked", (string?)JsonNode.Parse(Assert.Single((await _cli.RunAsync("respond", "--event", Bucket, "--json")).Lines))!["outcome"]);
        Assert.Contains("Released", (await _cli.RunAsync("executions")).Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_as_wanted_already_is_not_called_contained_and_offers_no_undo()
    {
        _sandbox.Account.Buckets[Incidents.Bucket].PublicAccessBlock = PublicAccessBlock.All;

        var result = await _cli.RunAsync("respond", "--event", Bucket, "--enforce");

        Assert.Equal(0, result.Exit);
        Assert.Contains("already as wanted; the live state was read, and nothing had to be changed", result.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain("undo with", result.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drifted_release_ends_with_1_and_force_overwrites()
    {
        var execution = Execution(await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--json"));
        _sandbox.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, false, false, false);

        var drifted = await _cli.RunAsync("release", execution);
        Assert.Equal(1, drifted.Exit);
        Assert.Contains("--force overwrites them", drifted.Shown, StringComparison.Ordinal);

        Assert.Equal(0, (await _cli.RunAsync("release", execution, "--force")).Exit);
        Assert.Null(Block);
    }

    [Fact]
    public async Task A_containment_that_fails_ends_with_1_and_a_later_run_finishes_it()
    {
        _sandbox.Faults.On("PutPublicAccessBlock", Fault.AccessDenied);

        var failed = await _cli.RunAsync("respond", "--event", Bucket, "--enforce");
        Assert.Equal(1, failed.Exit);
        Assert.Contains("FAILED", failed.Shown, StringComparison.Ordinal);

        Assert.Equal(0, (await _cli.RunAsync("respond", "--event", Bucket, "--enforce")).Exit);
        Assert.Equal(PublicAccessBlock.All, Block);
    }

    [Fact]
    public async Task An_instance_is_isolated_through_the_action_role()
    {
        _sandbox.Account.AddRole("RemediatorAction", policy: (await _cli.RunAsync("policy")).Out);

        var result = await _cli.RunAsync("respond", "--event", CommandLine.Sample("guardduty/c2-activity.json"), "--enforce", "--json", "--role", "RemediatorAction");

        Assert.Equal(0, result.Exit);
        Assert.Equal(
            ["ec2-compromised Verified", "ec2-contact-blocked Verified"],
            result.Lines.Select(l => JsonNode.Parse(l)!).Select(l => $"{l["playbook"]} {l["state"]}").Order(StringComparer.Ordinal));
        Assert.Contains(_sandbox.Calls, c => c.ToString().Contains("AssumeRole", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_may_be_exempt_is_not_contained_and_ends_with_exit_code_1()
    {
        _sandbox.Faults.On("GetBucketTagging", Fault.AccessDenied);

        var result = await _cli.RunAsync("respond", "--event", Bucket, "--enforce");

        Assert.Equal(1, result.Exit);
        Assert.Contains("the tags of the resource could not be read, so it may be exempt", result.Shown, StringComparison.Ordinal);
        Assert.NotEqual(PublicAccessBlock.All, Block);
    }

    [Fact]
    public async Task The_command_that_undoes_names_the_ledger_that_was_chosen()
    {
        var folder = $"file:{Path.Combine(_cli.Folder, "elsewhere")}";

        var result = await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--ledger", folder);

        Assert.Contains($" --ledger {folder}", string.Concat(result.Shown.Split('\n').Select(l => l.TrimEnd())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_of_a_list_that_cannot_be_read_are_named_beside_those_that_are_answered()
    {
        var list = _cli.Write("list.json", $"[{File.ReadAllText(Bucket)},{{\"made\":\"up\"}}]");

        var result = await _cli.RunAsync("respond", "--event", list);

        Assert.Equal(2, result.Exit);
        Assert.Contains("list.json: entry 2: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("observed; nothing was changed", result.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_that_no_playbook_answers_is_told_with_exit_code_0()
    {
        var result = await _cli.RunAsync("respond", "--event", CommandLine.Sample("inspector2/lambda-vulnerability.json"), "--enforce");

        Assert.Equal(0, result.Exit);
        Assert.StartsWith("No playbook answers ", result.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_finding_is_refused_with_exit_code_2()
    {
        var result = await _cli.RunAsync("respond", "--event", _cli.Write("bad.json", "[]"), "--enforce");

        Assert.Equal(2, result.Exit);
        Assert.Contains("bad.json: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(_sandbox.Calls);
    }

    [Fact]
    public async Task With_json_what_cannot_be_answered_is_one_line_too()
    {
        var list = _cli.Write("list.json", $"[{File.ReadAllText(Bucket)},{{\"made\":\"up\"}}]");
        Assert.Equal(["rejected", "ran"], (await _cli.RunAsync("respond", "--event", list, "--json")).Lines.Select(l => (string?)JsonNode.Parse(l)!["outcome"]));

        foreach (var arguments in (string[][])[["--event", _cli.Write("bad.json", "[]")], ["--event", "nowhere.json"], ["--event", Bucket, "--profile", "no-such-profile-here"], ["--event", Bucket, "--ask", "--enforce"]])
        {
            var result = await _cli.RunAsync(["respond", .. arguments, "--json"]);

            var line = JsonNode.Parse(Assert.Single(result.Lines))!;
            Assert.Equal((2, "error", ""), (result.Exit, (string?)line["outcome"], result.Error));
            Assert.NotEmpty((string)line["reason"]!);
        }
    }

    [Fact]
    public async Task An_unknown_execution_is_told_with_exit_code_2()
    {
        var result = await _cli.RunAsync("release", "rx-00000000000000000000");

        Assert.Equal(2, result.Exit);
        Assert.Contains("There is no execution rx-00000000000000000000", result.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--limit", "0", "executions")]
    [InlineData("--limit", "-3", "executions", "--waiting")]
    [InlineData("--limit", "-1", "dlq", "list")]
    [InlineData("--history", "0", "status")]
    public async Task A_number_of_lines_that_would_show_nothing_is_refused(string option, string number, params string[] command)
    {
        var result = await _cli.RunAsync([.. command, option, number]);

        Assert.Equal(2, result.Exit);
        Assert.Contains($"{option}: '{number}' is not how many to show; write 1 or more.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_is_forgotten_between_two_runs()
    {
        var execution = Execution(await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--json", "--ledger", "memory"));

        Assert.Equal(2, (await _cli.RunAsync("release", execution, "--ledger", "memory")).Exit);
        var again = await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--ledger", "memory");
        Assert.Contains("--ledger memory is forgotten when this command ends: what it changes can't be undone", again.Error, StringComparison.Ordinal);
        Assert.Equal("", (await _cli.RunAsync("respond", "--event", Bucket, "--ledger", "memory")).Error);
        Assert.Equal("There are no executions in the ledger memory.", (await _cli.RunAsync("executions", "--ledger", "memory")).Shown.Trim());
    }

    [Fact]
    public async Task A_folder_of_ones_own_is_another_ledger()
    {
        var execution = Execution(await _cli.RunAsync("respond", "--event", Bucket, "--enforce", "--json", "--ledger", "file:mine"));

        Assert.True(Directory.Exists(Path.Combine(_cli.Folder, "mine")));
        Assert.Equal(2, (await _cli.RunAsync("release", execution)).Exit);
        Assert.Equal(0, (await _cli.RunAsync("release", execution, "--ledger", "file:mine")).Exit);
    }

    public void Dispose() => _cli.Dispose();

    private static string Execution(CommandResult result)
    {
        var line = JsonNode.Parse(Assert.Single(result.Lines))!;
        Assert.Equal((0, "Verified"), (result.Exit, (string?)line["state"]));
        return (string)line["execution"]!;
    }
}
