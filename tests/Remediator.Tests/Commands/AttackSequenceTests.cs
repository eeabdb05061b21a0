using System.Text.Json.Nodes;
using Remediator.Cli.Demo;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.Tests.Commands;

/// <summary>One attack over an instance, two keys, a bucket and a cluster: one incident, the right steps in order, one thread of messages.</summary>
public sealed class AttackSequenceTests : IAsyncLifetime
{
    private const string Deploy = "AKIAI44QH8DHBEXAMPLE";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("remediator-attack-");
    private SandboxServer _sandbox = null!;
    private FileLedger _ledger = null!;
    private CliRun _responded = null!;

    [Fact]
    public async Task Every_resource_gets_its_steps_in_order_and_none_two_answers()
    {
        var executions = await _ledger.ListAsync(100, default);

        Assert.Single(executions.Select(e => e.Key.FindingId).Distinct());
        var answers = _responded.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => (string?)JsonNode.Parse(l)!["execution"]).ToList();
        Assert.Equal(
            [
                "ec2-compromised i-0a1b2c3d4e5f60718 Verified: isolate-instance, cut-role-sessions, snapshot-volumes",
                "eks-credentials-compromised shop Verified: revoke-access-entry",
                "iam-access-key-compromised AKIAIOSFODNN7EXAMPLE Verified: disable-access-keys, find-persistence",
                "iam-access-key-compromised AKIAI44QH8DHBEXAMPLE Verified: disable-access-keys, find-persistence",
                "s3-bucket-public example-finance-exports Verified: block-public-bucket",
            ],
            answers.Select(id => Line(executions.Single(e => e.Id == id))));
        Assert.Equal($"arn:aws:iam::{_sandbox.Account.Id}:role/admin", Assert.Single(_sandbox.Account.Region(DemoAccount.Region).Clusters["shop"].AccessEntries).Key);
    }

    /// <summary>What AWS was asked to change: of each resource in its own order; the resources are contained side by side.</summary>
    [Fact]
    public async Task Each_resource_is_contained_before_its_credentials_are_cut_and_its_evidence_is_taken()
    {
        var written = _sandbox.Calls.Where(c => c.Succeeded).Select(c => c.Operation).ToList();
        void Follows(string before, string after)
        {
            Assert.Contains(before, written);
            Assert.Contains(after, written);
            Assert.True(written.LastIndexOf(before) < written.IndexOf(after), $"{after} before the last {before}: {string.Join(", ", written)}");
        }

        Follows("DescribeTargetGroups", "ModifyNetworkInterfaceAttribute");
        Follows("ModifyNetworkInterfaceAttribute", "PutRolePolicy");
        Follows("PutRolePolicy", "CreateSnapshots");
        Assert.Equal(2, written.Count(o => o == "UpdateAccessKey"));
        Assert.Equal(2, written.Count(o => o == "PutUserPolicy"));
        Assert.Contains("DeleteAccessEntry", written);
        Assert.Contains("PutPublicAccessBlock", written);

        // Nothing is written before the plan of the resource is on record.
        Assert.All(await _ledger.ListAsync(100, default), e => Assert.True(e.PlannedAt is { } planned && e.Changes.All(c => c.At is null || c.At >= planned), e.Id));
    }

    [Fact]
    public async Task All_messages_are_one_thread_in_slack_and_the_timeline_is_one()
    {
        var sent = 0;
        using var slack = new LoopbackServer(_ => new HttpReply(200, $$"""{"ok":true,"ts":"1700000000.{{Interlocked.Increment(ref sent):D6}}"}"""));
        using var http = SlackSender.CreateClient(TimeSpan.FromSeconds(30));
        var bot = new GivenSecret(new JsonObject { ["token"] = "xoxb-1-abc", ["channel"] = "C0SEC", ["api"] = slack.Url }.ToJsonString());
        var dispatcher = new NotificationDispatcher(
            [new SlackSender(http, bot, TimeProvider.System, new DeliveryRetry(), new InMemoryThreads(TimeProvider.System)), new AbsentChannel("email")], _ledger, new NoticeRenderer(), TimeProvider.System);
        var executions = await _ledger.ListAsync(100, default);
        var pending = await _ledger.ListPendingAsync(100, default);

        var reports = await Task.WhenAll(pending.Select(e => dispatcher.DispatchAsync(e, default)));

        Assert.All(reports, r => Assert.Null(r.Problem));
        var messages = slack.Requests.Select(r => JsonNode.Parse(r.Body)!).ToList();
        Assert.True(messages.Count >= executions.Count, $"{messages.Count} messages, {executions.Count} executions");
        var first = Assert.Single(messages, m => m["thread_ts"] is null);
        Assert.Single(messages.Where(m => m != first).Select(m => (string?)m["thread_ts"]).Distinct());
        Assert.Single(messages.Select(m => ((string)m["blocks"]!.AsArray().Last()!["elements"]![0]!["text"]!).Split(',')[0]).Distinct());
        var others = (string)first["blocks"]!.AsArray().Last()!["elements"]![0]!["text"]!;
        Assert.Equal(4, new[] { "i-0a1b2c3d4e5f60718", "AKIAIOSFODNN7EXAMPLE", Deploy, "example-finance-exports", "shop" }.Count(r => others.Contains(r, StringComparison.Ordinal)));

        var shown = await RunAsync("incident", "show", executions[0].Key.FindingId);

        Assert.Equal((0, ""), (shown.Exit, shown.Error));
        Assert.All(executions, e => Assert.Contains($"execution {e.Id}", shown.Output, StringComparison.Ordinal));
        var times = shown.Output.Split('\n').Where(l => l.Length > 24 && l[4] == '-' && l[23] == 'Z').Select(l => l[..24]).ToList();
        Assert.True(times.Count > executions.Count);
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.Contains("People were told: contained", shown.Output, StringComparison.Ordinal);
        Assert.Contains("message 1700000000.000001", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_id_that_its_messages_have_shows_the_whole_incident_and_releases_it()
    {
        var executions = await _ledger.ListAsync(100, default);
        var id = Assert.Single((await _ledger.ListPendingAsync(100, default)).Select(e => EmailMessage.Render(new NoticeRenderer().Render(e)).Subject.Split('[', ']')[^2]).Distinct());

        var shown = JsonNode.Parse((await RunAsync("incident", "show", id, "--json")).Output)!;
        var exported = JsonNode.Parse((await RunAsync("incident", "export", id, "--format", "json")).Output)!;
        var byFinding = await RunAsync("release", executions[0].Key.FindingId, "--dry-run", "--json");
        var byIncident = await RunAsync("release", id, "--dry-run", "--json");
        var released = await RunAsync("release", id);

        Assert.Equal(executions.Select(e => e.Id).Order(), shown["executions"]!.AsArray().Select(e => (string)e!["execution"]!).Order());
        Assert.Equal(shown.ToJsonString(), exported.ToJsonString());
        Assert.Equal(executions.Count, byIncident.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(byFinding, byIncident);
        Assert.True(released.Exit == 0, released.Output + released.Error);
        Assert.Contains($"All {executions.Count}.", released.Output, StringComparison.Ordinal);
        Assert.All(await _ledger.ListAsync(100, default), e => Assert.Equal(ExecutionState.Released, e.State));
    }

    [Theory]
    [InlineData("incident", "show")]
    [InlineData("incident", "export")]
    [InlineData("release")]
    public async Task An_incident_that_is_not_there_ends_with_2_and_how_far_back_was_looked(params string[] command)
    {
        var oldest = (await _ledger.ListAsync(100, default)).Min(e => e.CreatedAt);

        var result = await RunAsync([.. command, "in-0000000000"]);

        Assert.Equal((2, ""), (result.Exit, result.Output));
        Assert.Contains("no incident in-0000000000", result.Error, StringComparison.Ordinal);
        Assert.Contains($"its newest executions (5, back to {oldest:u}) and no findings without one", result.Error, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = DemoAccount.Region });
        var playbooks = ((PlaybookLoadResult.Loaded)new PlaybookLoader().LoadFolder(Repository.Playbooks)).Playbooks;
        DemoAccount.Seed(_sandbox.Account, playbooks);
        _sandbox.Account.AddUser("deploy", [Deploy], id: "AIDAI23HXN2EXAMPLE");
        _sandbox.Account.AddCluster("shop");
        _sandbox.Account.AddAccessEntry("shop", $"arn:aws:iam::{_sandbox.Account.Id}:role/admin", ["AmazonEKSClusterAdminPolicy"]);
        _sandbox.Account.AddAccessEntry("shop", $"arn:aws:iam::{_sandbox.Account.Id}:user/deploy", ["AmazonEKSEditPolicy"]);
        _ledger = new FileLedger(Path.Combine(_folder.FullName, "ledger"), TimeProvider.System);
        _responded = await RunAsync("respond", "--event", Path.Combine(Repository.Samples, "guardduty", "attack-sequence.json"), "--enforce", "--json");
        Assert.True(_responded.Exit == 0, _responded.Output + _responded.Error);
    }

    public async Task DisposeAsync()
    {
        _ledger.Dispose();
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Line(ExecutionRecord e) => $"{e.Key.Playbook} {e.Resource.Id} {e.State}: {string.Join(", ", e.Steps.Select(s => s.Remediation))}";

    private Task<CliRun> RunAsync(params string[] arguments)
    {
        var keys = SandboxKeys.For(_sandbox.Account.Id).GetCredentials();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ACCESS_KEY_ID"] = keys.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = keys.SecretKey,
            ["AWS_REGION"] = DemoAccount.Region,
            ["AWS_ENDPOINT_URL"] = _sandbox.Url,
            ["REMEDIATOR_LEDGER"] = $"file:{Path.Combine(_folder.FullName, "ledger")}",
        };
        return CliRun.OfAsync(environment, TimeProvider.System, arguments);
    }
}
