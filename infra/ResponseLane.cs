using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Remediator.FindingSources;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>One lane: queue, dead-letter queue and the function that answers findings.</summary>
internal sealed class ResponseLane : Construct
{
    /// <summary>As Lambda advises for queues: time for retries of a throttled batch.</summary>
    private const int VisibilityInTimeouts = 6;

    /// <summary>A posture storm arrives in batches; an urgent finding never waits for its neighbour.</summary>
    private const int PostureBatch = 5;

    private const int UrgentAgeSeconds = 300;

    public ResponseLane(Construct scope, Lane lane, DeploymentSettings settings, Code code, LedgerStore ledger, OwnResources own, Alarms alarms)
        : base(scope, lane.ToString())
    {
        DeadLetters = Queues.DeadLetters(this, "DeadLetters");
        Queue = Queues.Work(
            this,
            "Findings",
            Duration.Seconds(EngineFunction.Timeout.ToSeconds() * VisibilityInTimeouts),
            new DeadLetterQueue { Queue = DeadLetters, MaxReceiveCount = RetrySchedule.Deliveries });
        Respond = new EngineFunction(
            this,
            "Respond",
            "respond",
            settings,
            code,
            new(own.Environment)
            {
                ["REMEDIATOR_TABLE"] = ledger.Table.TableName,
                [FunctionSettings.QueueVariable] = Queue.QueueUrl,
                ["REMEDIATOR_DLQ_URL"] = DeadLetters.QueueUrl,
            },
            alarms);
        ledger.AllowResponding(Respond);
        Respond.Allow([DeadLetters.QueueArn], "sqs:SendMessage");

        // For exemptions of an OU; answered only in the management account or one that it has delegated to.
        Respond.Allow([$"arn:{Aws.PARTITION}:organizations::*:account/o-*/*", $"arn:{Aws.PARTITION}:organizations::*:ou/o-*/*"], "organizations:ListParents");
        Respond.Function.AddEventSource(new SqsEventSource(Queue, new SqsEventSourceProps
        {
            BatchSize = lane == Lane.Urgent ? 1 : PostureBatch,
            MaxConcurrency = lane == Lane.Urgent ? null : settings.PostureConcurrency,
            ReportBatchItemFailures = true,
        }));

        var name = lane.ToString().ToLowerInvariant();
        alarms.NotEmpty(DeadLetters, $"Findings of the {name} lane could not be answered and wait in the dead-letter queue. remediator dlq list says why; remediator dlq redrive tries them again.");
        if (lane == Lane.Urgent)
        {
            var age = Queue.MetricApproximateAgeOfOldestMessage(new MetricOptions { Statistic = "Maximum", Period = Duration.Minutes(1) });
            alarms.Above(Queue, "Late", UrgentAgeSeconds, "An urgent finding has waited for over five minutes.", age);
        }
    }

    public Queue Queue { get; }

    public Queue DeadLetters { get; }

    public EngineFunction Respond { get; }

    /// <summary>Whoever can send here can say that something was found: besides the rules' service only the functions may, and the operators.</summary>
    /// <remarks>
    /// A permission to send to every queue is common in an account, so it is denied here and not just not given.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
    /// </remarks>
    /// <param name="operators">ARNs of roles and users, wildcards allowed.</param>
    public void TakeOnlyFrom(IEnumerable<EngineFunction> functions, IEnumerable<string> operators) =>
        Queue.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "OnlyRulesFunctionsAndOperators",
            Effect = Effect.DENY,
            Principals = [new StarPrincipal()],
            Actions = ["sqs:SendMessage"],
            Resources = [Queue.QueueArn],
            Conditions = new Dictionary<string, object>
            {
                ["BoolIfExists"] = new Dictionary<string, object> { ["aws:PrincipalIsAWSService"] = "false" },
                ["ArnNotLike"] = new Dictionary<string, object> { ["aws:PrincipalArn"] = functions.Select(f => f.Role.RoleArn).Concat(operators).ToArray() },
            },
        }));
}
