using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Commands;

/// <summary>approve, reject and executions --waiting, on the sandbox.</summary>
public sealed class ApprovalCommandTests : IAsyncLifetime, IDisposable
{
    private readonly CommandLine _cli = new();
    private SandboxServer _sandbox = null!;

    private static string Event => CommandLine.Sample("guardduty/public-bucket.json");

    private PublicAccessBlock? Block => _sandbox.Account.Buckets[Incidents.Bucket].PublicAccessBlock;

    private string _hash = "0123456789ab";

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.PublicBucket.Seed(_sandbox.Account);
        _cli.At(_sandbox);
        Playbook("");
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task An_execution_waits_is_listed_approved_by_its_hash_and_applied()
    {
        var (execution, hash) = await AskAsync();
        Assert.Null(Block);
        var waiting = await _cli.RunAsync("executions", "--waiting");
        Assert.Contains(execution, waiting.Shown, StringComparison.Ordinal);
        Assert.Contains("AwaitingApproval (0 of 2, until ", waiting.Shown, StringComparison.Ordinal);

        var first = await ApproveAsync(execution, "--hash", hash[..12], "--why", "known");
        Assert.Equal(0, first.Exit);
        Assert.Contains("recorded, 1 of 2 approvals", first.Shown, StringComparison.Ordinal);
        Assert.Null(Block);
        Assert.Equal("repeated", Outcome(await ApproveAsync(execution, "--json")));
    }

    [Fact]
    public async Task One_approval_applies_the_plan_and_leaves_nothing_waiting()
    {
        Playbook("approval: { expires: 4h }");
        var (execution, _) = await AskAsync();

        var approved = await ApproveAsync(execution);

        Assert.Equal(0, approved.Exit);
        Assert.Contains("contained; every change was read back as planned", approved.Shown, StringComparison.Ordinal);
        Assert.Equal(PublicAccessBlock.All, Block);
        Assert.Contains("no executions that wait", (await _cli.RunAsync("executions", "--waiting")).Shown, StringComparison.Ordinal);
        var twice = await ApproveAsync(execution);
        Assert.Equal(0, twice.Exit);
        Assert.Contains("You have decided so already", twice.Shown, StringComparison.Ordinal);
        Assert.Contains("by way of cli", (await _cli.RunAsync("incident", "show", execution)).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_changed_is_not_applied_and_asks_again()
    {
        Playbook("approval: { expires: 4h }");
        var (execution, hash) = await AskAsync();
        _sandbox.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, false, false, false);

        var approved = await ApproveAsync(execution);

        Assert.Equal(1, approved.Exit);
        Assert.Contains("waits for a person: the plan has changed since it was approved", approved.Shown, StringComparison.Ordinal);
        Assert.Contains("changed since people were asked before", approved.Shown, StringComparison.Ordinal);
        Assert.False(Block!.RestrictPublicBuckets);
        var old = await ApproveAsync(execution, "--hash", hash);
        Assert.Equal(1, old.Exit);
        Assert.Contains("this is about another plan", old.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_ends_it()
    {
        var (execution, _) = await AskAsync();

        Assert.Equal(2, (await _cli.RunAsync("reject", execution)).Exit);
        var rejected = await _cli.RunAsync("reject", execution, "--why", "it is a website", "--json");

        Assert.Equal((0, "rejected"), (rejected.Exit, Outcome(rejected)));
        Assert.Equal("Refused", (string?)JsonNode.Parse(rejected.Out)!["state"]);
        Assert.Null(Block);
        var late = await ApproveAsync(execution);
        Assert.Equal(1, late.Exit);
        Assert.Contains("you have decided otherwise already", late.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_may_be_left_to_the_deployed_functions()
    {
        Playbook("approval: { expires: 4h }");
        var (execution, _) = await AskAsync();

        var left = await _cli.RunAsync("approve", execution, "--hash", _hash, "--leave", "--json");

        Assert.Equal((0, "approved"), (left.Exit, Outcome(left)));
        Assert.Null(Block);
    }

    [Fact]
    public async Task With_another_playbook_at_hand_nothing_is_recorded()
    {
        var (execution, _) = await AskAsync();
        Playbook("approval: { expires: 5h }");

        var other = await ApproveAsync(execution);

        Assert.Equal(2, other.Exit);
        Assert.Contains("nothing was recorded", other.Error, StringComparison.Ordinal);
        Assert.Contains("--leave", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_execution_that_is_not_there_is_named()
    {
        var result = await ApproveAsync("rx-00000000000000000000");

        Assert.Equal(2, result.Exit);
        Assert.Contains("There is no execution rx-00000000000000000000", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private static string? Outcome(CommandResult result) => (string?)JsonNode.Parse(result.Out)!["outcome"];

    [Fact]
    public async Task Nothing_is_approved_without_the_hash_of_what_was_read()
    {
        Playbook("approval: { expires: 4h }");
        var (execution, _) = await AskAsync();

        var blind = await _cli.RunAsync("approve", execution, "--playbooks", "books");

        Assert.Equal(2, blind.Exit);
        Assert.Contains("--hash", blind.Error, StringComparison.Ordinal);
        Assert.Null(Block);
    }

    private Task<CommandResult> ApproveAsync(params string[] arguments) =>
        _cli.RunAsync(["approve", .. arguments, .. arguments.Contains("--hash") ? (string[])[] : ["--hash", _hash], "--playbooks", "books"]);

    private async Task<(string Execution, string Hash)> AskAsync()
    {
        var asked = await _cli.RunAsync("respond", "--event", Event, "--ask", "--playbooks", "books", "--json");
        var node = JsonNode.Parse(asked.Out)!;
        Assert.Equal("AwaitingApproval", (string?)node["state"]);
        _hash = (string)node["approval"]!["hash"]!;
        return ((string)node["execution"]!, _hash);
    }

    private void Playbook(string approval) => _cli.Write(
        "books/bucket-public.yaml",
        $"""
        id: bucket-public
        title: Close a public bucket
        on:
          - source: guardduty
            type: [ "Policy:S3/*" ]
        mode: approve
        notify: [ email ]
        {(approval.Length == 0 ? "approval: { quorum: 2, expires: 4h }" : approval)}
        steps:
          - block-public-bucket
        """);
}
