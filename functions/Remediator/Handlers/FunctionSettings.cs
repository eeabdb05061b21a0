using System.Collections.Immutable;
using Remediator.Execution;

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
    public const string StackVariable = "REMEDIATOR_STACK";
    public const string PlaybooksVariable = "REMEDIATOR_PLAYBOOKS";

    /// <summary><c>respond</c> or <c>notify</c>.</summary>
    public required string Function { get; init; }

    /// <summary>Name of the ledger's table.</summary>
    public required string Table { get; init; }

    public required string Region { get; init; }

    /// <summary>Name of the action role in every account.</summary>
    public string ActionRole { get; init; } = "RemediatorAction";

    /// <summary>Queue that the function's messages come from, to say when one comes again; null leaves that to the queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Name of the CloudFormation stack: what it made is named after it.</summary>
    public string? Stack { get; init; }

    /// <summary>Patterns of the names of the deployment's own resources, which it never changes.</summary>
    public ImmutableArray<string> OwnNames => Stack is null ? [ActionRole] : [ActionRole, $"{Stack}-*"];

    /// <summary>Queue that takes events which can't be read or answered, with the reason; null leaves them to the queue's own redrive.</summary>
    public string? DeadLetterQueue { get; init; }

    /// <summary>Where the Slack webhook's URL is kept: a Secrets Manager ARN, or <c>ssm:</c> and a parameter's name; null for no Slack.</summary>
    public string? SlackSecret { get; init; }

    /// <summary>ARN of the topic for email; null for none.</summary>
    public string? EmailTopic { get; init; }

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
        Stack = Given(variable, StackVariable),
        DeadLetterQueue = Given(variable, DeadLetterVariable),
        SlackSecret = Given(variable, SlackVariable),
        EmailTopic = Given(variable, EmailVariable),
        Playbooks = Given(variable, PlaybooksVariable),
        Endpoint = new AwsEndpoint(Given(variable, "AWS_ENDPOINT_URL")),
    };

    private static string? Given(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } value ? value : null;

    private static string Required(Func<string, string?> variable, string name) =>
        Given(variable, name) ?? throw new InvalidOperationException($"The environment variable {name} is not set; the CDK stack sets it.");
}
