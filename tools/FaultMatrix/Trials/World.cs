using Amazon.Lambda.SQSEvents;
using Amazon.SecurityToken;
using Amazon.SimpleNotificationService;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Simulation;
using Remediator.Handlers;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Trials;

/// <summary>The whole engine, its stores, its queues and an account in one simulation.</summary>
internal sealed class World
{
    private const string ActionRole = "RemediatorAction";

    /// <summary>As the stack sets it for the ledger's stream: once, and ten times more.</summary>
    public const int StreamDeliveries = 11;

    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(6);

    private readonly RespondHandler _responder;
    private readonly NotificationDispatcher _dispatcher;
    private readonly ReleaseRunner _releaser;

    /// <param name="mirrored">Whether changes may be answered without being made.</param>
    public World(IReadOnlyList<Playbook> playbooks, Action<SandboxAccount> seed, Sabotage sabotage, bool mirrored = false, int seedNumber = 1)
    {
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
        Simulator.Sources.AddRange([Respond, Release, Notify]);

        Memory = new InMemoryLedger(Time);
        var ledger = CallProxy.Before(sabotage.Spoil(Memory), "ledger", Simulator, Saw);
        var stores = ControlSource.InMemory(Time);
        var controls = new ControlSource(
            CallProxy.Before(stores.Store, "controls", Simulator), CallProxy.Before(stores.Budgets, "budgets", Simulator), CallProxy.Before(stores.Organization, "organization", Simulator));
        var options = new RunnerOptions();
        var broker = new AssumeRoleBroker(Home.Client<IAmazonSecurityTokenService>(), ActionRole, endpoint);
        var runner = new RemediationRunner(ledger, broker, controls, Time, options);
        _responder = new RespondHandler(
            new Responder(new PlaybookMatcher(playbooks), runner, ledger, Time),
            CallProxy.Before<IDeadLetters>(new LaneDeadLetters(Respond), "queue", Simulator),
            CallProxy.Before<IRedelivery>(new LaneRedelivery(Respond), "queue", Simulator));
        _releaser = new ReleaseRunner(ledger, broker, Time, options);
        _dispatcher = new NotificationDispatcher(
            [
                new SlackSender(Client(new SlackWire(Simulator, w => Told("slack", w))), new GivenSecret("https://hooks.example.com/services/x"), Time, new DeliveryRetry(), new InMemoryThreads(Time)),
                new SnsEmailSender(Home.Client<IAmazonSimpleNotificationService>(), topic),
            ],
            CallProxy.Before<IOutbox>(Memory, "outbox", Simulator),
            new NoticeRenderer(),
            Time);
    }

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

    /// <summary>The account before anything happened.</summary>
    public string Start { get; }

    /// <summary>What contradicts a promise at the moment at which it happens.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Messages that reached people: entry and channel.</summary>
    public List<(string Entry, string Channel)> Messages { get; } = [];

    public List<string> Log { get; } = [];

    /// <summary>Called with each record that a save has made durable.</summary>
    public Action<ExecutionRecord> Saved { get; set; } = _ => { };

    public IReadOnlyList<ExecutionRecord> Records => Memory.ListAsync(int.MaxValue, CancellationToken.None).Result;

    /// <summary>Puts every news that nobody was told of into the notifier's lane, as the stream does, and lets it work.</summary>
    public void TellPeople()
    {
        Notify.IsOpen = true;
        foreach (var entry in Memory.Outbox.Where(e => Notify.Letters.All(l => l.Body != e.Id)))
        {
            Notify.Send(entry.Id);
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
        (await _dispatcher.DispatchAsync(Memory.Outbox.First(e => e.Id == letter.Body), CancellationToken.None)).Problem is null);

    private Task<bool> ReleaseAsync(Letter letter, string worker) => TryAsync(letter, async () =>
        await _releaser.ReleaseAsync(letter.Body, worker, force: false, CancellationToken.None)
            is ReleaseResult.NothingToRelease or ReleaseResult.Ran { Record.State: ExecutionState.Released });

    /// <summary>What fails is tried again in half a minute.</summary>
    private async Task<bool> TryAsync(Letter letter, Func<Task<bool>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is LeaseLostException || AwsFailure.IsExpected(e))
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
        if (worker is not null && Notify.Of(worker) is { } letter)
        {
            Messages.Add((letter.Body, channel));
        }
    }

    private void Saw(string method, object?[] args, object? answer)
    {
        if (answer is ExecutionRecord saved && args is [ExecutionRecord, ..])
        {
            Saved(saved);
        }
    }

    /// <summary>A change of the account must be sent by the worker that holds the lease of its execution.</summary>
    private string? ObjectionTo(Worker worker, string execution) =>
        Memory.FindAsync(execution, CancellationToken.None).Result switch
        {
            null => null,
            var record when record.LeaseOwner is { } owner && owner != worker.Name && !owner.Contains($"/{worker.Name}/", StringComparison.Ordinal) => "while another held the lease",
            var record when record.LeaseUntil <= Time.GetUtcNow() => "after its lease was over",
            _ => null,
        };

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
}
