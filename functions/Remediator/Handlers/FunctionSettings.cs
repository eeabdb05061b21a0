using Remediator.Execution;
using Remediator.FindingSources;
using Remediator.Planning;

namespace Remediator.Handlers;

/// <summary>What a function is told by its environment; the CDK stack sets the same names.</summary>
public sealed record FunctionSettings
{
    public const string FunctionVariable = "REMEDIATOR_FUNCTION";
    public const string TableVariable = "REMEDIATOR_TABLE";
    public const string ActionRoleVariable = "REMEDIATOR_ACTION_ROLE";
    public const string QueueVariable = "REMEDIATOR_QUEUE_URL";
    public const string DeadLetterVariable = "REMEDIATOR_DLQ_URL";
    public const string SlackVariable = "REMEDIATOR_SLACK_WEBHOOK";
    public const string EmailVariable = "REMEDIATOR_EMAIL_TOPIC";
    public const string DecidersVariable = "REMEDIATOR_DECIDERS_TOPIC";
    public const string DecideVariable = "REMEDIATOR_DECIDE_URL";
    public const string LinkKeyVariable = "REMEDIATOR_LINK_KEY";
    public const string SigningSecretVariable = "REMEDIATOR_SLACK_SIGNING_SECRET";
    public const string ApproversVariable = "REMEDIATOR_SLACK_APPROVERS";
    public const string ButtonsVariable = "REMEDIATOR_SLACK_BUTTONS";
    public const string PlaybooksVariable = "REMEDIATOR_PLAYBOOKS";

    public const string UrgentQueueVariable = "REMEDIATOR_URGENT_QUEUE_URL";
    public const string PostureQueueVariable = "REMEDIATOR_POSTURE_QUEUE_URL";
    public const string NarrowedVariable = "REMEDIATOR_NARROWED_LANES";
    public const string BucketVariable = "REMEDIATOR_AUDIT_BUCKET";
    public const string AccountVariable = "REMEDIATOR_ACCOUNT";
    public const string StackVariable = "REMEDIATOR_STACK_ID";
    public const string OwnVariable = "REMEDIATOR_OWN_RESOURCES";

    /// <summary><c>respond</c>, <c>notify</c>, <c>sweep</c>, <c>export</c> or <c>due</c>.</summary>
    public required string Function { get; init; }

    /// <summary>Name of the ledger's table.</summary>
    public required string Table { get; init; }

    public required string Region { get; init; }

    /// <summary>Name of the action role in every account.</summary>
    public string ActionRole { get; init; } = "RemediatorAction";

    /// <summary>Queue that the function's messages come from, to say when one comes again; null leaves that to the queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Queue that takes events which can't be read or answered, with the reason; null leaves them to the queue's own redrive.</summary>
    public string? DeadLetterQueue { get; init; }

    /// <summary>Where the Slack webhook's URL, or a bot's token and channel, are kept: a Secrets Manager ARN, or <c>ssm:</c> and a parameter's name; null for no Slack.</summary>
    public string? SlackSecret { get; init; }

    /// <summary>ARN of the topic for email; null for none.</summary>
    public string? EmailTopic { get; init; }

    /// <summary>The topic that alone gets the links of requests; null where the other gets them.</summary>
    public string? DecidersTopic { get; init; }

    /// <summary>Address of the function that takes decisions; null where there is none.</summary>
    public string? DecideAddress { get; init; }

    /// <summary>Where the key of the links in emails is kept, as <see cref="SlackSecret"/>; null for no such links.</summary>
    public string? LinkKey { get; init; }

    /// <summary>Where the signing secret of Slack's app is kept, as <see cref="SlackSecret"/>; null for no buttons.</summary>
    public string? SlackSigningSecret { get; init; }

    /// <summary>Slack's ids of those who may decide there.</summary>
    public IReadOnlySet<string> SlackApprovers { get; init; } = new HashSet<string>();

    /// <summary>Whether requests in Slack carry buttons.</summary>
    public bool SlackButtons { get; init; }

    /// <summary>Queues that lost findings are fed into.</summary>
    public string? UrgentQueue { get; init; }

    public string? PostureQueue { get; init; }

    /// <summary>Bucket that keeps the audit.</summary>
    public string? AuditBucket { get; init; }

    /// <summary>Lanes whose rules deliver only the types that a playbook names.</summary>
    public IReadOnlySet<Lane> NarrowedLanes { get; init; } = new HashSet<Lane>();

    /// <summary>What is Remediator itself.</summary>
    public required OwnIdentity Own { get; init; }

    /// <summary>File of the playbook bundle; by default beside the assembly.</summary>
    public string? Playbooks { get; init; }

    public AwsEndpoint Endpoint { get; init; } = new();

    /// <exception cref="InvalidOperationException">A variable is missing; the message names it.</exception>
    public static FunctionSettings Read(Func<string, string?> variable) => new()
    {
        Function = Required(variable, FunctionVariable),
        Table = Required(variable, TableVariable),
        Region = Required(variable, "AWS_REGION"),
        ActionRole = Given(variable, ActionRoleVariable) ?? "RemediatorAction",
        Queue = Given(variable, QueueVariable),
        DeadLetterQueue = Given(variable, DeadLetterVariable),
        SlackSecret = Given(variable, SlackVariable),
        EmailTopic = Given(variable, EmailVariable),
        DecidersTopic = Given(variable, DecidersVariable),
        DecideAddress = Given(variable, DecideVariable),
        LinkKey = Given(variable, LinkKeyVariable),
        SlackSigningSecret = Given(variable, SigningSecretVariable),
        SlackApprovers = (Given(variable, ApproversVariable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal),
        SlackButtons = Given(variable, ButtonsVariable) == "on",
        UrgentQueue = Given(variable, UrgentQueueVariable),
        PostureQueue = Given(variable, PostureQueueVariable),
        AuditBucket = Given(variable, BucketVariable),
        NarrowedLanes = (Given(variable, NarrowedVariable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(l => Enum.Parse<Lane>(l, ignoreCase: true)).ToHashSet(),
        Own = OwnIdentity.Read(Given(variable, AccountVariable), Given(variable, ActionRoleVariable) ?? "RemediatorAction", Given(variable, StackVariable), Given(variable, OwnVariable)),
        Playbooks = Given(variable, PlaybooksVariable),
        Endpoint = new AwsEndpoint(Given(variable, "AWS_ENDPOINT_URL")) { HasUsualSettings = SdkSettings.AreUsual(variable) },
    };

    private static string? Given(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } value ? value : null;

    private static string Required(Func<string, string?> variable, string name) =>
        Given(variable, name) ?? throw new InvalidOperationException($"The environment variable {name} is not set; the CDK stack sets it.");
}
