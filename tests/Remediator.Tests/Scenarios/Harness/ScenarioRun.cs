using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.SecurityToken;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Handlers;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Remediations;
using Remediator.Scheduling;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios.Harness;

/// <summary>The whole engine on a sandbox account that enforces exactly the generated action role; its clock waits for nobody.</summary>
internal sealed partial class ScenarioRun : IAsyncDisposable
{
    private const string ActionRole = "RemediatorAction";

    private readonly InMemoryLedger _memory;
    private readonly AwsSession _administrator;
    private readonly Func<Playbook, Playbook> _adapt;
    private Responder _responder;
    private readonly string _start;
    private int _workers;

    private ScenarioRun(Incident incident, SandboxServer sandbox, ManualTime time, Func<Playbook, Playbook> adapt)
    {
        Incident = incident;
        Sandbox = sandbox;
        Time = time;
        Finding = incident.Adapt(sandbox.Account, Shipped.Finding(incident.Sample));
        _memory = new InMemoryLedger(time);
        Ledger = new LedgerWatch(_memory);
        _administrator = sandbox.Session();
        Broker = new AssumeRoleBroker(_administrator.Client<IAmazonSecurityTokenService>(), ActionRole, new AwsEndpoint(sandbox.Url) { MaxRetries = 0 });
        _adapt = adapt;
        _responder = Responder(incident.Steps);
        _start = sandbox.Snapshot();
    }

    public Incident Incident { get; }

    public SandboxServer Sandbox { get; }

    public SandboxAccount Account => Sandbox.Account;

    public SandboxRegion Region => Account.Region(Some.Region);

    public ManualTime Time { get; }

    public LedgerWatch Ledger { get; }

    public IDueList DueList => _memory;

    public ICredentialBroker Broker { get; }

    /// <summary>What is delivered; a test may replace it.</summary>
    public Finding Finding { get; set; }

    public IReadOnlyList<OutboxEntry> Outbox => _memory.Outbox;

    public IReadOnlyList<NoticeKind> News => [.. Outbox.Select(e => e.Kind)];

    /// <param name="adapt">Changes of the shipped playbooks.</param>
    public static async Task<ScenarioRun> StartAsync(Incident incident, Func<Playbook, Playbook>? adapt = null)
    {
        var time = new ManualTime(new DateTimeOffset(2026, 9, 14, 2, 41, 30, TimeSpan.Zero));
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region, Clock = time, EnforcePermissions = true });
        incident.Seed(sandbox.Account);
        var remediations = Shipped.Playbooks.Select(adapt ?? (p => p)).SelectMany(p => p.AllSteps).Select(s => RemediationCatalogue.Get(s.Remediation)).Distinct();
        sandbox.Account.AddRole(ActionRole, policy: PermissionPolicy.ForRole(remediations, "aws", Some.Account));
        return new ScenarioRun(incident, sandbox, time, adapt ?? (p => p));
    }

    /// <summary>From now on the shipped playbooks have these steps instead.</summary>
    public void Deploy(params PlaybookStep[] steps) => _responder = Responder([.. steps]);

    private Responder Responder(ImmutableArray<PlaybookStep> steps)
    {
        var playbooks = Shipped.Playbooks.Where(p => Incident.Beside || !p.Beside).Select(p => _adapt(steps.IsEmpty ? p : p with { Steps = steps, Version = string.Join(' ', steps) }));
        return new Responder(new PlaybookMatcher([.. playbooks]), new RemediationRunner(Ledger, Broker, ControlSource.InMemory(Time), Time, new RunnerOptions()), Ledger, Time);
    }

    /// <summary>One delivery by a new worker, after whatever lease there was has run out.</summary>
    public async Task<RunResult> DeliverAsync(PlaybookMode? mode = PlaybookMode.Enforce, bool byOperator = false, CancellationToken cancel = default) =>
        Assert.IsType<Response.Ran>(Assert.Single(await RespondAsync(mode, byOperator, cancel))).Result;

    public Task<ImmutableArray<Response>> RespondAsync(PlaybookMode? mode = PlaybookMode.Enforce, bool byOperator = false, CancellationToken cancel = default)
    {
        Time.Advance(TimeSpan.FromMinutes(10));
        return DeliverAtOnceAsync(mode, byOperator, cancel);
    }

    /// <summary>A delivery while the lease of another may still stand.</summary>
    public Task<ImmutableArray<Response>> DeliverAtOnceAsync(PlaybookMode? mode = PlaybookMode.Enforce, bool byOperator = false, CancellationToken cancel = default) =>
        _responder.RespondAsync(Finding, mode, $"worker-{Interlocked.Increment(ref _workers)}", byOperator, cancel);

    /// <summary>A delivery of the event as its service sends it.</summary>
    public Task<ImmutableArray<Response>> DeliverAsync(byte[] document) =>
        _responder.RespondAsync(document, PlaybookMode.Enforce, $"worker-{Interlocked.Increment(ref _workers)}", CancellationToken.None);

    /// <summary>A message of the queue, with the playbooks' own modes.</summary>
    public Task<SQSBatchResponse> HandleAsync(byte[] document, ILambdaContext invocation) =>
        new RespondHandler(_responder, null, null).HandleAsync(new SQSEvent { Records = [new SQSEvent.SQSMessage { MessageId = "m-1", Body = Encoding.UTF8.GetString(document) }] }, invocation, CancellationToken.None);

    public async Task<ExecutionRecord> ContainAsync()
    {
        var record = Assert.IsType<RunResult.Ran>(await DeliverAsync()).Record;
        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure}");
        AssertContained();
        return record;
    }

    public async Task<ReleaseResult> ReleaseAsync(bool force = false, CancellationToken cancel = default) =>
        await ReleaseAsync((await RecordAsync()).Id, force, cancel);

    public async Task<ReleaseResult> ReleaseAsync(string id, bool force = false, CancellationToken cancel = default)
    {
        Time.Advance(TimeSpan.FromMinutes(10));
        return await new ReleaseRunner(Ledger, Broker, Time, new RunnerOptions()).ReleaseAsync(id, $"worker-{Interlocked.Increment(ref _workers)}", force, cancel);
    }

    /// <summary>From now on no channel takes a message.</summary>
    public bool ChannelsAreDead { get; set; }

    /// <summary>What the notifier does.</summary>
    private async Task TellPeopleAsync(CancellationToken cancel)
    {
        foreach (var entry in ChannelsAreDead ? [] : await _memory.ListPendingAsync(int.MaxValue, cancel))
        {
            foreach (var channel in entry.Channels)
            {
                await _memory.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, channel, Time.GetUtcNow()), cancel);
            }
        }
    }

    /// <summary>What the notifier does where no channel is set up.</summary>
    public async Task SkipAsync()
    {
        foreach (var entry in await _memory.ListPendingAsync(int.MaxValue, CancellationToken.None))
        {
            await new NotificationDispatcher([.. entry.Channels.Select(c => new AbsentChannel(c))], _memory, new NoticeRenderer(), Time).DispatchAsync(entry, CancellationToken.None);
        }
    }

    /// <summary>The scheduled function, and the notifier after it.</summary>
    /// <param name="controls">Those in force; none where null.</param>
    public async Task<IReadOnlyList<DueOutcome>> TickAsync(TimeSpan later, IControlStore? controls = null, CancellationToken cancel = default)
    {
        Time.Advance(later);
        var options = new RunnerOptions();
        IDueTask[] tasks =
        [
            new TimedReleaseTask(Ledger, new ReleaseRunner(Ledger, Broker, Time, options), controls ?? ControlSource.InMemory(Time).Store, _memory, Time, options),
            new LookTask(Ledger, Broker, Time, options),
        ];
        var outcomes = await new DueRunner(Ledger, DueList, tasks, Time).RunAsync("due", Time.GetUtcNow().AddMinutes(5), cancel);
        await TellPeopleAsync(cancel);
        return outcomes;
    }

    /// <summary>Releases, and sees that only what is kept on purpose differs from the beginning.</summary>
    public async Task<ExecutionRecord> AssertReleasesAsync(bool force = false)
    {
        var record = Assert.IsType<ReleaseResult.Ran>(await ReleaseAsync(force)).Record;
        Assert.True(record.State == ExecutionState.Released, $"{record.State}: {record.Failure}");
        Assert.Empty(Left());
        return record;
    }

    public async Task<ExecutionRecord> RecordAsync() => Assert.Single(await _memory.ListAsync(10, CancellationToken.None));

    public async Task<ExecutionRecord?> FindRecordAsync() => (await _memory.ListAsync(10, CancellationToken.None)).SingleOrDefault();

    public Task<IReadOnlyList<ExecutionRecord>> RecordsAsync() => _memory.ListAsync(10, CancellationToken.None);

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync() => await _memory.ListAuditAsync((await RecordAsync()).Id, CancellationToken.None);

    /// <summary>Puts an execution on record that another delivery has made.</summary>
    public async Task AddExecutionAsync(ExecutionRecord record)
    {
        var claimed = Assert.IsType<ClaimResult.Claimed>(await _memory.ClaimAsync(record with { LeaseOwner = null, LeaseUntil = null, Version = 0 }, "another", TimeSpan.FromMinutes(1), CancellationToken.None)).Record;
        await _memory.SaveAsync(claimed.To(ExecutionState.Observed, Time.GetUtcNow()) with { LeaseOwner = null, LeaseUntil = null }, [], CancellationToken.None);
    }

    public void AssertContained()
    {
        var record = _memory.ListAsync(10, CancellationToken.None).Result.Single();
        Assert.Empty(Incident.Problems(Account, record));
    }

    /// <summary>Nobody may be told of success, nor the ledger hold one, while the account contradicts it.</summary>
    public async Task AssertNoFalseClaimAsync()
    {
        if (await FindRecordAsync() is { } record && (record.State == ExecutionState.Verified || News.Contains(NoticeKind.Contained)))
        {
            Assert.Empty(Incident.Problems(Account, record));
        }
    }

    public IReadOnlyList<string> ChangesSince(int calls) => [.. Sandbox.Calls.Skip(calls).Where(c => c.Changes).Select(c => c.ToString())];

    /// <summary>What differs from the beginning and is not kept on purpose: evidence and an empty quarantine group are.</summary>
    public IReadOnlyList<string> Left() => [.. SandboxSnapshot.Difference(_start, Sandbox.Snapshot()).Where(line => !KeptOnPurpose().IsMatch(line))];

    /// <summary>Any difference at all.</summary>
    public IReadOnlyList<string> Differences() => SandboxSnapshot.Difference(_start, Sandbox.Snapshot());

    public async ValueTask DisposeAsync()
    {
        _administrator.Dispose();
        await Sandbox.DisposeAsync();
    }

    /// <summary>An association's id is another one after every association.</summary>
    [GeneratedRegex("(/snapshots(/snap-[0-9a-f]+)?: \\(absent\\) -> )|(/securityGroups/sg-[0-9a-f]+: \\(absent\\) -> .*remediator-quarantine)|(/associationId: )")]
    private static partial Regex KeptOnPurpose();
}
