using Amazon.Lambda.SQSEvents;
using Amazon.SecurityToken;
using Amazon.SimpleNotificationService;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Simulation;
using Remediator.Handlers;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;
using Remediator.Scheduling;
using Remediator.Sweeping;

namespace Remediator.FaultMatrix.Trials;

/// <summary>The whole engine, its stores, its queues and an account in one simulation.</summary>
internal sealed class World
{
    private const string ActionRole = "RemediatorAction";

    /// <summary>As the stack sets it for the ledger's stream: once, and ten times more.</summary>
    public const int StreamDeliveries = 11;

    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(6);
    private static readonly RunnerOptions Options = new();

    private readonly RespondHandler _responder;
    private readonly ControlSource _controls;
    private readonly NotificationDispatcher _dispatcher;
    private readonly Resender _resender;
    private readonly ReleaseRunner _releaser;
    private readonly DecisionIntake _intake;
    private readonly DueRunner _due;
    private readonly SweepHandler _sweeper;
    private readonly HashSet<string> _pressed = new(StringComparer.Ordinal);
    private readonly HashSet<Change> _inForce = [];
    private readonly Dictionary<(Worker Worker, string Channel), Func<OutboxEntry, bool>> _sending = [];
    private readonly List<Lane> _lanes;
    private readonly IReadOnlyList<Playbook> _playbooks;
    private (string Snapshot, string Canonical) _live = ("", "");

    /// <param name="mirrored">Whether changes may be answered without being made.</param>
    public World(IReadOnlyList<Playbook> playbooks, Action<SandboxAccount> seed, Sabotage sabotage, bool mirrored = false, int seedNumber = 1)
    {
        _playbooks = playbooks;
        Time = new SimulatedTime(new DateTimeOffset(2026, 9, 14, 2, 41, 30, TimeSpan.Zero));
        Simulator = new Simulator(Time, new Chance(seedNumber));
        var (sandbox, topic) = Account(playbooks, seed);
        Sandbox = sandbox;
        Start = sandbox.Snapshot();
        Wire = new AccountWire(Simulator, sandbox)
        {
            Mirror = mirrored ? Account(playbooks, seed).Sandbox : null,
            ShowsMirror = mirrored && sabotage.BlindsReads,
            Objection = ObjectionTo,
            Reached = Judge,
        };
        var endpoint = new AwsEndpoint("http://sandbox.invalid") { MaxRetries = 0, CallTimeout = Timeout.InfiniteTimeSpan, Transport = new WireFactory(Client(Wire)) };
        Home = new AwsSession(SandboxKeys.For(RemediationScenario.Account), RemediationScenario.Account, RemediationScenario.Region, "aws", endpoint);
        Respond = new Lane("respond", Time, Visibility, RetrySchedule.Deliveries + 2, RespondAsync);
        Notify = new Lane("notify", Time, Visibility, StreamDeliveries, NotifyAsync) { IsOpen = false };
        Release = new Lane("release", Time, Visibility, 30, ReleaseAsync);
        Decide = new Lane("decide", Time, Visibility, 30, DecideAsync);
        Due = new Lane("due", Time, Visibility, 30, DueAsync);
        Sweep = new Lane("sweep", Time, Visibility, 30, SweepAsync);
        Resend = new Lane("resend", Time, Visibility, 30, ResendAsync);
        _lanes = [Respond, Release, Decide, Due, Sweep, Notify, Resend];
        Simulator.Sources.AddRange(_lanes);

        Memory = new InMemoryLedger(Time);
        var ledger = CallProxy.Before(sabotage.Spoil(Memory, Time), "ledger", Simulator, Saw);
        var stores = _controls = ControlSource.InMemory(Time);
        var store = new ControlsInReach(CallProxy.Before(stores.Store, "controls", Simulator));
        var controls = new ControlSource(store, CallProxy.Before(stores.Budgets, "budgets", Simulator), stores.Organization);
        var broker = new AssumeRoleBroker(Home.Client<IAmazonSecurityTokenService>(), ActionRole, endpoint);
        var runner = new RemediationRunner(ledger, broker, controls, Time, Options);
        _responder = new RespondHandler(
            new Responder(new PlaybookMatcher(playbooks), runner, ledger, Time),
            CallProxy.Before<IDeadLetters>(new LaneDeadLetters(Respond), "queue", Simulator),
            CallProxy.Before<IRedelivery>(new LaneRedelivery(Respond), "queue", Simulator));
        _releaser = new ReleaseRunner(ledger, broker, Time, Options);
        var queues = CallProxy.Before<ILaneQueues>(new LaneQueues(Respond), "queue", Simulator);
        _intake = new DecisionIntake(new ApprovalDesk(ledger, Time), queues);
        var outbox = CallProxy.Before<IOutbox>(Memory, "outbox", Simulator);
        _due = new DueRunner(ledger, CallProxy.Before<IDueList>(Memory, "due", Simulator), [new ApprovalTask(ledger, queues, Time), new TimedReleaseTask(ledger, _releaser, store, outbox, Time, Options), new LookTask(ledger, broker, Time, Options)], Time);
        var sweeper = new Sweeper(
            ledger, CallProxy.Before<ISweepStore>(Memory, "sweeps", Simulator), queues, new DeliveredFindings(playbooks, new HashSet<FindingSources.Lane>()), OwnIdentity.Read(null, ActionRole, null, null), Time);
        _sweeper = new SweepHandler(sweeper, [new ActiveLister(CallProxy.Before<IActiveFindings>(new ActiveFindings(Active), "findings", Simulator))], RemediationScenario.Region, Time);
        _dispatcher = new NotificationDispatcher(
            [
                new Sending(this, new SlackSender(Client(new SlackWire(Simulator, w => Told("slack", w), () => Time.GetUtcNow() < SlackLivesAt)), new GivenSecret("https://hooks.example.com/services/x"), Time, new DeliveryRetry(), new InMemoryThreads(Time))),
                new Sending(this, new SnsEmailSender(Home.Client<IAmazonSimpleNotificationService>(), topic)),
            ],
            outbox,
            new NoticeRenderer(),
            Time);
        _resender = new Resender(_dispatcher, outbox, Time);
    }

    /// <summary>How long a worker holds an execution.</summary>
    public static TimeSpan Lease => Options.Lease;

    public SimulatedTime Time { get; }

    public Simulator Simulator { get; }

    public SandboxServer Sandbox { get; }

    public AccountWire Wire { get; }

    /// <summary>As the administrator, outside the simulation: for checks.</summary>
    public AwsSession Home { get; }

    public InMemoryLedger Memory { get; }

    public Lane Respond { get; }

    public Lane Notify { get; }

    public Lane Release { get; }

    /// <summary>What people press: see <see cref="Press"/>.</summary>
    public Lane Decide { get; }

    /// <summary>The schedule of due work.</summary>
    public Lane Due { get; }

    /// <summary>The schedule of the sweep.</summary>
    public Lane Sweep { get; }

    /// <summary>The schedule that sends again what a channel did not take.</summary>
    public Lane Resend { get; }

    /// <summary>Until then Slack takes nothing.</summary>
    public DateTimeOffset SlackLivesAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>How many messages each channel took, whichever function sent them.</summary>
    public Dictionary<string, int> Taken { get; } = new(StringComparer.Ordinal) { ["slack"] = 0, ["email"] = 0 };

    /// <summary>What the source lists as active, and since when.</summary>
    public List<(DateTimeOffset At, string Document)> Active { get; } = [];

    /// <summary>The account before anything happened.</summary>
    public string Start { get; }

    /// <summary>What contradicts a promise at the moment at which it happens.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Nothing is sent again from the outbox: the stream alone brings each entry until every channel has it.</summary>
    public bool OnlyStream { get; set; }

    /// <summary>Messages that reached people: entry and channel.</summary>
    public List<(string Entry, string Channel)> Messages { get; } = [];

    public List<string> Log { get; } = [];

    /// <summary>Called with each record that a save has made durable.</summary>
    public Action<ExecutionRecord> Saved { get; set; } = _ => { };

    public IReadOnlyList<ExecutionRecord> Records => Memory.ListAsync(int.MaxValue, CancellationToken.None).Result;

    /// <summary>What is canonical of the account as it is now; it is looked at more often than it changes.</summary>
    /// <param name="seen">Snapshots of another world of the same seed, and what is canonical of them.</param>
    public string Canonical(IReadOnlyDictionary<string, string> seen)
    {
        var live = Sandbox.Snapshot();
        if (live != _live.Snapshot)
        {
            _live = (live, seen.GetValueOrDefault(live) ?? Trials.Canonical.Of(live, Start));
        }

        return _live.Canonical;
    }

    /// <summary>Puts every news that nobody was told of into the notifier's lane, as the stream does, and lets it work; what a channel did not take is sent again by the schedule.</summary>
    public void TellPeople()
    {
        Notify.IsOpen = true;
        foreach (var entry in Memory.Outbox.Where(e => Notify.Letters.All(l => l.Body != e.Id)))
        {
            Notify.Send(entry.Id);
        }

        if (!OnlyStream)
        {
            Resend.Send("resend", ResendHandler.Patience);
        }
    }

    /// <summary>The worker's message comes again although it is being worked on, whichever queue it came from.</summary>
    public void Again(Worker worker, TimeSpan after) => _lanes.ForEach(l => l.Again(worker, after));

    /// <summary>Somebody sets a control.</summary>
    public void Put(Control control) => _controls.Store.PutAsync(control, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>How much of a budget is used in the window of now, in all places together.</summary>
    public int Used(string budget, TimeSpan per) => _controls.Budgets.ListAsync(budget, BudgetClaim.Window(Time.GetUtcNow(), per), CancellationToken.None).Result.Sum(p => p.Used);

    /// <summary>People send the dead letters again.</summary>
    public void Redrive() => _lanes.ForEach(l => l.Redrive());

    /// <summary>Somebody else changes the account.</summary>
    public void ChangeOutside(Action<SandboxAccount> change)
    {
        change(Sandbox.Account);
        if (Wire.Mirror is { } mirror)
        {
            change(mirror.Account);
        }
    }

    /// <summary>A person decides about the plan that this record asks about: on the button that they were shown, so that it names that plan.</summary>
    public void Press(ExecutionRecord asked, DecisionKind kind)
    {
        if (asked.Approval is { } approval)
        {
            Decide.Send($"{kind}|{asked.Id}|{approval.Hash}|{approval.AskedAt.ToUnixTimeSeconds()}");
        }
    }

    /// <summary>The schedule of due work, at these minutes from now.</summary>
    public void Patrol(params int[] after)
    {
        foreach (var minutes in after)
        {
            Due.Send("due", TimeSpan.FromMinutes(minutes));
        }
    }

    private (SandboxServer Sandbox, string Topic) Account(IReadOnlyList<Playbook> playbooks, Action<SandboxAccount> seed)
    {
        var sandbox = SandboxServer.WithoutSocket(new SandboxOptions { Account = RemediationScenario.Account, Region = RemediationScenario.Region, Clock = Time, EnforcePermissions = true });
        seed(sandbox.Account);
        var remediations = playbooks.SelectMany(p => p.AllSteps).Select(s => RemediationCatalogue.Get(s.Remediation)).Distinct();
        sandbox.Account.AddRole(ActionRole, policy: PermissionPolicy.ForRole(remediations, "aws", RemediationScenario.Account));
        return (sandbox, sandbox.Account.AddTopic("remediator"));
    }

    private static HttpClient Client(HttpMessageHandler wire) => new(wire) { Timeout = Timeout.InfiniteTimeSpan };

    private async Task<bool> RespondAsync(Letter letter, string worker)
    {
        var batch = new SQSEvent
        {
            Records = [new SQSEvent.SQSMessage { MessageId = letter.Id, Body = letter.Body, ReceiptHandle = letter.Receipt, Attributes = new() { ["ApproximateReceiveCount"] = $"{letter.Deliveries}" } }],
        };
        return (await _responder.HandleAsync(batch, new QuietContext(worker, Log), CancellationToken.None)).BatchItemFailures.Count == 0;
    }

    private Task<bool> NotifyAsync(Letter letter, string worker) => TryAsync(letter, async () =>
    {
        var report = await _dispatcher.DispatchAsync(Memory.Outbox.First(e => e.Id == letter.Body), CancellationToken.None);
        return !OnlyStream || report.Problem is null;
    });

    private Task<bool> ReleaseAsync(Letter letter, string worker) => TryAsync(letter, async () =>
        await _releaser.ReleaseAsync(letter.Body, worker, force: false, CancellationToken.None)
            is ReleaseResult.NothingToRelease or ReleaseResult.Ran { Record.State: ExecutionState.Released });

    private Task<bool> DecideAsync(Letter letter, string worker) => TryAsync(letter, async () =>
    {
        var parts = letter.Body.Split('|');
        var (kind, hash, asked) = (Enum.Parse<DecisionKind>(parts[0]), parts[2], long.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture));
        if (kind == DecisionKind.Approve)
        {
            _pressed.Add(hash);
        }

        var request = new DecisionRequest(parts[1], kind, DecisionWay.Slack, "slack:U0123", Hash: hash, AskedAt: asked);
        return await _intake.TakeAsync(request, new QuietContext(worker, Log), CancellationToken.None) is not DecisionResult.Busy;
    });

    private Task<bool> DueAsync(Letter letter, string worker) => TryAsync(letter, async () =>
        (await _due.RunAsync(worker, Time.GetUtcNow() + TimeSpan.FromMinutes(5), CancellationToken.None)).All(o => o.Error is null));

    /// <summary>A run that could not tell everybody is left to the next one.</summary>
    private Task<bool> ResendAsync(Letter letter, string worker) => TryAsync(letter, async () =>
    {
        await _resender.RunAsync(ResendHandler.Patience, Time.GetUtcNow() + TimeSpan.FromMinutes(5), CancellationToken.None);
        return true;
    });

    private Task<bool> SweepAsync(Letter letter, string worker) => TryAsync(letter, async () =>
    {
        await _sweeper.HandleAsync(new CloudWatchEvent<JsonElement> { Account = RemediationScenario.Account }, new QuietContext(worker, []), CancellationToken.None);
        return true;
    });

    /// <summary>What fails is tried again in half a minute.</summary>
    private async Task<bool> TryAsync(Letter letter, Func<Task<bool>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is LeaseLostException or AggregateException || AwsFailure.IsExpected(e))
        {
            return false;
        }
        finally
        {
            letter.VisibleAt = Time.GetUtcNow() + TimeSpan.FromSeconds(30);
        }
    }

    private void Told(string channel, Worker? worker)
    {
        Taken[channel]++;
        if (worker is not null && Notify.Of(worker) is { } letter)
        {
            Messages.Add((letter.Body, channel));
        }
        else if (worker is not null && _sending.TryGetValue((worker, channel), out var tells))
        {
            Messages.AddRange(Memory.Outbox.Where(e => e.Channels.Contains(channel) && IsWaiting(e, channel) && tells(e)).Select(e => (e.Id, channel)).ToList());
        }
    }

    private bool IsWaiting(OutboxEntry entry, string channel) => Memory.ListReceiptsAsync(entry, CancellationToken.None).Result.All(r => r.Channel != channel);

    /// <summary>Knows what a message that the schedule sends tells of: its worker has no letter of one entry.</summary>
    private sealed class Sending(World world, INoticeChannel channel) : INoticeChannel
    {
        public string Name => channel.Name;

        public Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel)
        {
            var text = new Lazy<string>(() => EmailMessage.Render(notice).Body);
            return SendAsync(e => e.Kind == notice.Kind && text.Value.Contains(e.Record.Id, StringComparison.Ordinal), () => channel.SendAsync(notice, cancel));
        }

        public Task<DeliveryResult> SendAsync(Bulletin bulletin, CancellationToken cancel) =>
            SendAsync(e => bulletin.Items.Any(i => i.Contains(e.Record.Id, StringComparison.Ordinal)), () => channel.SendAsync(bulletin, cancel));

        private Task<DeliveryResult> SendAsync(Func<OutboxEntry, bool> tells, Func<Task<DeliveryResult>> send)
        {
            if (Worker.Current is { } worker)
            {
                world._sending[(worker, Name)] = tells;
            }

            return send();
        }
    }

    private void Saw(string method, object?[] args, object? answer)
    {
        if (answer is ExecutionRecord saved && args is [ExecutionRecord, ..])
        {
            if (saved.Approval is { IsGranted: true, AppliedAt: not null } approval && _pressed.Contains(approval.Hash))
            {
                _inForce.UnionWith(approval.Changes.Select(PlanHash.Timeless));
            }

            Saved(saved);
        }
    }

    /// <summary>A change of the account must be sent by the worker that holds the lease of its execution.</summary>
    private string? ObjectionTo(Worker worker, string execution) =>
        Memory.FindAsync(execution, CancellationToken.None).Result switch
        {
            null => null,
            { LeaseOwner: { } owner } when !IsOwner(owner, worker.Name) => "while another held the lease",
            var record when record.LeaseUntil <= Time.GetUtcNow() => "after its lease was over",
            var record when Records.FirstOrDefault(r => r.Id != record.Id && r.Key.Resource == record.Key.Resource && r.LeaseOwner is not null && r.LeaseUntil > Time.GetUtcNow()) is { } other => $"while execution {other.Key.Playbook} held the resource",
            var record when AsksPeople(record) && !WasApproved(record) && !IsFinishing(record) => "that nobody approved",
            _ => null,
        };

    /// <summary>Whether a lease is in the name of a worker: handlers add the function and the message.</summary>
    public static bool IsOwner(string? owner, string worker) => owner == worker || owner?.Contains($"/{worker}/", StringComparison.Ordinal) == true;

    private bool AsksPeople(ExecutionRecord record) =>
        record.Mode == PlaybookMode.Approve
        || record.Changes.Any(c => c.Change.Irreversible && !_playbooks.First(p => p.Id == record.Key.Playbook).AllSteps.Any(s => s.Remediation == c.Change.Step && s.AllowIrreversible));

    /// <summary>A person has pressed approve on a message about these very changes, or nobody has answered it in time and that means yes.</summary>
    private bool WasApproved(ExecutionRecord record) =>
        record.Approval is { IsGranted: true } approval
        && (_pressed.Contains(approval.Hash) || (approval.Default == ExpiryDefault.Proceed && approval.ExpiresAt <= Time.GetUtcNow()))
        && record.Changes.Select(c => PlanHash.Timeless(c.Change)).SequenceEqual(approval.Changes.Select(PlanHash.Timeless));

    private void Judge(Worker worker, SandboxCall call, string? objection)
    {
        if (call.Operation == "Publish")
        {
            Told("email", worker);
        }
        else if (call.Changes && objection is not null)
        {
            Violations.Add($"{worker.Name} made {call.Operation} {objection}");
        }
    }

    /// <summary>A person approved each of these changes, and a run had begun with them: what others have overtaken since is asked about anew, the rest goes on.</summary>
    private bool IsFinishing(ExecutionRecord record) =>
        record.Changes.Where(c => !c.Change.IsSatisfied).All(c => _inForce.Contains(PlanHash.Timeless(c.Change with { Before = c.Upon ?? c.Change.Before })));

    private sealed class LaneDeadLetters(Lane lane) : IDeadLetters
    {
        public Task SendAsync(string body, string reason, CancellationToken cancel)
        {
            lane.Dead.Add((body, reason));
            return Task.CompletedTask;
        }
    }

    private sealed class LaneRedelivery(Lane lane) : IRedelivery
    {
        public Task DelayAsync(string receipt, TimeSpan delay, CancellationToken cancel)
        {
            lane.Delay(receipt, delay);
            return Task.CompletedTask;
        }
    }

    private sealed class LaneQueues(Lane lane) : ILaneQueues
    {
        public Task SendAsync(FindingSources.Lane to, string body, CancellationToken cancel)
        {
            lane.Send(body);
            return Task.CompletedTask;
        }
    }

    /// <summary>One page of what a source calls active.</summary>
    public interface IActiveFindings
    {
        Task<IReadOnlyList<string>> ListAsync(SweepWindow window, CancellationToken cancel);
    }

    private sealed class ActiveFindings(List<(DateTimeOffset At, string Document)> active) : IActiveFindings
    {
        public Task<IReadOnlyList<string>> ListAsync(SweepWindow window, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<string>>([.. active.Where(a => window.Contains(a.At)).Select(a => a.Document)]);
    }

    private sealed class ActiveLister(IActiveFindings findings) : IFindingLister
    {
        public string Source => "guardduty";

        public async IAsyncEnumerable<string> ListAsync(SweepWindow window, [EnumeratorCancellation] CancellationToken cancel)
        {
            foreach (var document in await findings.ListAsync(window, cancel))
            {
                yield return document;
            }
        }
    }
}
