using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Scheduling;
using Remediator.Sweeping;
using Remediator.Tests.Support;

namespace Remediator.Tests.Approvals;

/// <summary>A playbook that asks people about a public bucket, on a sandbox account; its clock waits for nobody.</summary>
internal sealed class ApprovalRun : IAsyncDisposable
{
    public const string Bucket = "assets";

    private readonly ICredentialBroker _broker;
    private int _workers;

    private ApprovalRun(SandboxServer sandbox, ManualTime time, ApprovalTerms? terms, PlaybookMode mode)
    {
        Sandbox = sandbox;
        Time = time;
        Ledger = new InMemoryLedger(time);
        Controls = new InMemoryControlStore(time);
        Desk = new ApprovalDesk(Ledger, time);
        Playbook = Some.Playbook("block-public-bucket") with { Id = "bucket-public", Mode = mode, Approval = terms };
        _broker = new OwnCredentialsBroker(SandboxKeys.For(Some.Account), Some.Account, new AwsEndpoint(sandbox.Url) { MaxRetries = 0 });
    }

    public SandboxServer Sandbox { get; }

    public ManualTime Time { get; }

    public InMemoryLedger Ledger { get; }

    public InMemoryControlStore Controls { get; }

    public ApprovalDesk Desk { get; }

    public Playbook Playbook { get; set; }

    /// <summary>What is delivered; a test may replace it.</summary>
    public Finding Finding { get; set; } = Some.Finding(new ResourceRef(ResourceKinds.Bucket, Bucket, $"arn:aws:s3:::{Bucket}")) with { UpdatedAt = Some.Time };

    public bool AreControlsRead { get; set; } = true;

    public IReadOnlyList<NoticeKind> News => [.. Ledger.Outbox.Select(e => e.Kind)];

    public int Changes => Sandbox.Calls.Count(c => c.Changes);

    public static async Task<ApprovalRun> StartAsync(ApprovalTerms? terms = null, PlaybookMode mode = PlaybookMode.Approve)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region });
        sandbox.Account.AddBucket(Bucket);
        return new ApprovalRun(sandbox, new ManualTime(new DateTimeOffset(2026, 7, 1, 8, 10, 0, TimeSpan.Zero)), terms, mode);
    }

    /// <summary>A delivery of the finding.</summary>
    public async Task<ExecutionRecord> DeliverAsync(PlaybookMode? asked = null) => await RecordAsync(await RespondAsync(asked));

    /// <summary>What a delivery of the finding comes to.</summary>
    public async Task<Response> RespondAsync(PlaybookMode? asked = null) =>
        Assert.Single(await Responder().RespondAsync(Finding, asked, Worker(), byOperator: asked is not null, CancellationToken.None));

    /// <summary>A person responds in the playbook's own mode.</summary>
    public async Task<ExecutionRecord> AskAgainAsync() =>
        await RecordAsync(Assert.Single(await Responder().RespondAsync(Finding, null, Worker(), byOperator: true, CancellationToken.None)));

    /// <summary>A delivery of the finding that people are asked about.</summary>
    public async Task<ExecutionRecord> AskAsync()
    {
        var record = await DeliverAsync();
        Assert.Equal(ExecutionState.AwaitingApproval, record.State);
        Assert.True(record.Approval!.IsPending);
        return record;
    }

    /// <summary>What a decision leads to: the message that the execution is to be taken up again.</summary>
    public async Task<ExecutionRecord> ResumeAsync()
    {
        var id = (await RecordAsync()).Id;
        var responses = await Responder().RespondAsync(System.Text.Encoding.UTF8.GetBytes(Resumption.Of(id)), null, Worker(), CancellationToken.None);
        return await RecordAsync(Assert.Single(responses));
    }

    /// <summary>The same where it may come to nothing.</summary>
    public async Task<Response> TakeUpAsync() =>
        Assert.Single(await Responder().RespondAsync(System.Text.Encoding.UTF8.GetBytes(Resumption.Of((await RecordAsync()).Id)), null, Worker(), CancellationToken.None));

    /// <summary>The source calls the finding settled.</summary>
    public async Task SettleAsync(DateTimeOffset at) => Assert.IsType<Response.Unmatched>(
        Assert.Single(await Responder().RespondAsync(Finding with { Status = FindingStatus.Resolved, UpdatedAt = at }, null, Worker(), byOperator: false, CancellationToken.None)));

    public async Task<ExecutionRecord> ReleaseAsync() => Assert.IsType<ReleaseResult.Ran>(
        await new ReleaseRunner(Ledger, _broker, Time, new RunnerOptions()).ReleaseAsync((await RecordAsync()).Id, Worker(), force: false, CancellationToken.None)).Record;

    public async Task<DecisionResult> DecideAsync(DecisionKind kind, string by = "alice", string why = "", DecisionWay way = DecisionWay.Cli, string? hash = null) =>
        await Desk.DecideAsync(new DecisionRequest((await RecordAsync()).Id, kind, way, by, why, hash), Worker(), CancellationToken.None);

    public async Task<ExecutionRecord> ApproveAsync(string by = "alice", string why = "") =>
        Assert.IsType<DecisionResult.Recorded>(await DecideAsync(DecisionKind.Approve, by, why)).Record;

    /// <summary>The scheduled function: what it sends to the lanes.</summary>
    public async Task<IReadOnlyList<string>> PatrolAsync()
    {
        var queues = new CollectingQueues();
        IDueTask[] tasks = [new ApprovalTask(Ledger, queues, Time), new LookTask(Ledger, _broker, Time, new RunnerOptions())];
        var outcomes = await new DueRunner(Ledger, Ledger, tasks, Time).RunAsync(Worker(), Time.GetUtcNow() + TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.All(outcomes, o => Assert.Null(o.Error));
        return queues.Sent;
    }

    public async Task<ExecutionRecord> RecordAsync() => Assert.Single(await Ledger.ListAsync(10, CancellationToken.None));

    public async ValueTask DisposeAsync() => await Sandbox.DisposeAsync();

    private async Task<ExecutionRecord> RecordAsync(Response response)
    {
        Assert.IsType<Response.Ran>(response);
        return await RecordAsync();
    }

    private string Worker() => $"worker-{++_workers}";

    private Responder Responder()
    {
        var runner = new RemediationRunner(Ledger, _broker, new ControlSource(AreControlsRead ? Controls : new UnreadControls(), new InMemoryBudgetCounters(), new NoOrganization()), Time, new RunnerOptions());
        return new Responder(new PlaybookMatcher([Playbook]), runner, Ledger, Time);
    }

    private sealed class UnreadControls : IControlStore
    {
        public Task<ControlsReading> ReadAsync(CancellationToken cancel) => Task.FromResult<ControlsReading>(new ControlsReading.Unknown("Throttled"));

        public Task PutAsync(Control control, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel) => throw new NotSupportedException();

        public Task<System.Collections.Immutable.ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class CollectingQueues : ILaneQueues
    {
        public List<string> Sent { get; } = [];

        public Task SendAsync(Remediator.FindingSources.Lane lane, string body, CancellationToken cancel)
        {
            Sent.Add(body);
            return Task.CompletedTask;
        }
    }
}
