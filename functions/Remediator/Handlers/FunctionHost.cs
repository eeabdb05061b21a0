using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Amazon.ConfigService;
using Amazon.DynamoDBv2;
using Amazon.GuardDuty;
using Amazon.Inspector2;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Organizations;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityHub;
using Amazon.SecurityToken;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using Remediator.Approvals;
using Remediator.Archiving;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Lambda;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Scheduling;
using Remediator.Sweeping;
using Remediator.Sweeping.Listers;

namespace Remediator.Handlers;

/// <summary>Puts a function together from its settings: the one place that knows every part.</summary>
public sealed class FunctionHost(FunctionSettings settings, AWSCredentials credentials, TimeProvider time) : IDisposable
{
    /// <summary>Longer than Slack ever takes, shorter than the function's time-out.</summary>
    private static readonly TimeSpan SlackTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Slack waits three seconds for the whole answer to a pressed button.</summary>
    private static readonly TimeSpan SlackReplyTimeout = TimeSpan.FromSeconds(1.5);

    private readonly AwsSession _home = new(credentials, "", settings.Region, "aws", settings.Endpoint);

    /// <exception cref="InvalidOperationException">The environment names no function of this assembly.</exception>
    public LambdaHandler Create() => settings.Function switch
    {
        "respond" => QueueHandler.Create(Respond().HandleAsync),
        _ => CreateOther(),
    };

    /// <summary>Apart, since code compiled ahead loads what a method names before it runs, and one function waits for that more than the others.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private LambdaHandler CreateOther() => settings.Function switch
    {
        "notify" => JsonHandler.Create(LambdaEventsJson.Default.DynamoDBEvent, LambdaEventsJson.Default.StreamsEventResponse, Notify().HandleAsync),
        "resend" => JsonHandler.Create(LambdaEventsJson.Default.CloudWatchEventJsonElement, LambdaEventsJson.Default.JsonElement, Resend().HandleAsync),
        "sweep" => JsonHandler.Create(LambdaEventsJson.Default.CloudWatchEventJsonElement, LambdaEventsJson.Default.JsonElement, Sweep().HandleAsync),
        "export" => JsonHandler.Create(LambdaEventsJson.Default.DynamoDBEvent, LambdaEventsJson.Default.StreamsEventResponse, Export().HandleAsync),
        "due" => JsonHandler.Create(LambdaEventsJson.Default.CloudWatchEventJsonElement, LambdaEventsJson.Default.JsonElement, Due().HandleAsync),
        "decide" => JsonHandler.Create(LambdaEventsJson.Default.APIGatewayHttpApiV2ProxyRequest, LambdaEventsJson.Default.APIGatewayHttpApiV2ProxyResponse, Decide().HandleAsync),
        var other => throw new InvalidOperationException($"{FunctionSettings.FunctionVariable} is '{other}'; there are respond, notify, resend, sweep, export, due and decide."),
    };

    /// <summary>Reads from the table, for nobody: the connection is open, and the code of a call is there, when the first event is.</summary>
    /// <remarks>Beside <see cref="Create"/>, on another core. What fails here fails again where it matters, and is told there.</remarks>
    public Task WarmUpAsync() => settings.Function == "respond"
        ? Task.Run(() => new DynamoDbControlStore(_home.Client<IAmazonDynamoDB>(), settings.Table, time).ReadAsync(CancellationToken.None))
        : Task.CompletedTask;

    public void Dispose() => _home.Dispose();

    private RespondHandler Respond()
    {
        // First what needs no AWS client: those are being made beside it.
        var matcher = new PlaybookMatcher(Playbooks());
        var ledger = Ledger();
        var broker = new BesideBroker(new AssumeRoleBroker(_home.Client<IAmazonSecurityTokenService>(), settings.ActionRole, settings.Endpoint));
        var runner = new RemediationRunner(ledger, broker, Controls(), time, new RunnerOptions { OwnNames = [settings.ActionRole] });
        var responder = new Responder(matcher, runner, ledger, time, settings.Own);
        var deadLetters = settings.DeadLetterQueue is { } queue ? new QueueDeadLetters(_home.Client<IAmazonSQS>(), queue) : null;
        var redelivery = settings.Queue is { } work ? new QueueRedelivery(_home.Client<IAmazonSQS>(), work) : null;
        return new RespondHandler(responder, deadLetters, redelivery);
    }

    private NotifyHandler Notify() => new(Dispatcher());

    /// <summary>What leads the command line to this deployment's ledger.</summary>
    private string LedgerOptions => $"--ledger dynamodb:{settings.Table} --region {settings.Region}";

    private ResendHandler Resend() => new(new Resender(Dispatcher(), Ledger(), time), time);

    private NotificationDispatcher Dispatcher()
    {
        INoticeChannel slack = settings.SlackSecret is { } secret
            ? new SlackSender(SlackSender.CreateClient(SlackTimeout), new AwsSecretSource(_home, secret, time), time, new DeliveryRetry(), new DynamoDbThreads(_home.Client<IAmazonDynamoDB>(), settings.Table, time))
            : new AbsentChannel("slack");
        INoticeChannel email = settings.EmailTopic is { } topic
            ? new SnsEmailSender(_home.Client<IAmazonSimpleNotificationService>(), topic, settings.DecidersTopic)
            : new AbsentChannel("email");
        var renderer = new NoticeRenderer(LedgerOptions);
        var offers = new DecisionOffers(Secret(settings.LinkKey), settings.DecideAddress, settings.SlackButtons);
        return new NotificationDispatcher([slack, email], Ledger(), renderer, time, offers);
    }

    private ControlSource Controls()
    {
        var client = _home.Client<IAmazonDynamoDB>();
        return new(
            new DynamoDbControlStore(client, settings.Table, time),
            new DynamoDbBudgetCounters(client, settings.Table),
            new AwsOrganization(_home.Client<IAmazonOrganizations>(), time));
    }

    private SweepHandler Sweep()
    {
        var ledger = Ledger();
        var delivered = new DeliveredFindings(Playbooks(), settings.NarrowedLanes);
        IFindingLister[] listers =
        [
            new GuardDutyLister(_home.Client<IAmazonGuardDuty>()),
            new ConfigLister(_home.Client<IAmazonConfigService>(), rule => delivered.Includes("config", rule)),
            new Inspector2Lister(_home.Client<IAmazonInspector2>()),
            new SecurityHubLister(_home.Client<IAmazonSecurityHub>()),
        ];
        return new SweepHandler(
            new Sweeper(ledger, ledger, LaneQueues(), delivered, settings.Own, time),
            [.. listers.Where(l => delivered.Sources.Contains(l.Source))],
            settings.Region,
            time);
    }

    private ExportHandler Export() => new(new BucketArchive(_home.Client<IAmazonS3>(), Needed(settings.AuditBucket, FunctionSettings.BucketVariable)));

    private DueHandler Due()
    {
        var ledger = Ledger();
        var options = new RunnerOptions { OwnNames = [settings.ActionRole], Lease = TimeSpan.FromMinutes(6) };
        var broker = new AssumeRoleBroker(_home.Client<IAmazonSecurityTokenService>(), settings.ActionRole, settings.Endpoint);
        IDueTask[] tasks =
        [
            new ApprovalTask(ledger, LaneQueues(), time),
            new TimedReleaseTask(ledger, new ReleaseRunner(ledger, broker, time, options), Controls().Store, ledger, time, options),
            new LookTask(ledger, broker, time, options with { Lease = new RunnerOptions().Lease }),
        ];
        return new DueHandler(new DueRunner(ledger, ledger, tasks, time), time);
    }

    private DecideHandler Decide()
    {
        var ledger = Ledger();
        var intake = new DecisionIntake(new ApprovalDesk(ledger, time), LaneQueues());
        return new DecideHandler(
            Secret(settings.SlackSigningSecret) is { } signing ? new SlackDesk(signing, settings.SlackApprovers, [new DecisionButton(intake), new ExtendButton(new ReleaseExtender(ledger, time, new RunnerOptions { Lease = TimeSpan.FromSeconds(20) }))], new SlackReply(SlackSender.CreateClient(SlackReplyTimeout)), time) : null,
            Secret(settings.LinkKey) is { } key ? new LinkDesk(key, ledger, intake, time, LedgerOptions) : null);
    }

    private AwsSecretSource? Secret(string? reference) => reference is null ? null : new AwsSecretSource(_home, reference, time);

    private LaneQueues LaneQueues() => new(
        _home.Client<IAmazonSQS>(),
        Needed(settings.UrgentQueue, FunctionSettings.UrgentQueueVariable),
        Needed(settings.PostureQueue, FunctionSettings.PostureQueueVariable));

    private static string Needed(string? setting, string variable) =>
        setting ?? throw new InvalidOperationException($"The environment variable {variable} is not set; the CDK stack sets it.");

    private ImmutableArray<Playbook> Playbooks() =>
        PlaybookBundle.Read(File.ReadAllBytes(settings.Playbooks ?? Path.Combine(AppContext.BaseDirectory, PlaybookBundle.FileName)));

    private DynamoDbLedger Ledger() => new(_home.Client<IAmazonDynamoDB>(), settings.Table, time);
}
