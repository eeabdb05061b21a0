using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Scheduler;
using Constructs;
using Remediator.FindingSources;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>The function that does what executions have recorded as due, and the one schedule that starts it.</summary>
internal sealed class DueWork : Construct
{
    /// <summary>How late due work may be.</summary>
    private const int EveryMinutes = 5;

    /// <summary>Longer than any one piece of work; each begins a minute before the end at the latest.</summary>
    private const int TimeoutMinutes = 5;

    public DueWork(Construct scope, DeploymentSettings settings, Code code, LedgerStore ledger, IReadOnlyDictionary<Lane, ResponseLane> lanes, OwnResources own, Alarms alarms)
        : base(scope, "Due")
    {
        var environment = new Dictionary<string, string>(own.Environment)
        {
            ["REMEDIATOR_TABLE"] = ledger.Table.TableName,
            [FunctionSettings.UrgentQueueVariable] = lanes[Lane.Urgent].Queue.QueueUrl,
            [FunctionSettings.PostureQueueVariable] = lanes[Lane.Posture].Queue.QueueUrl,
        };
        Function = new EngineFunction(this, "Function", "due", settings, code, environment, alarms, Duration.Minutes(TimeoutMinutes));
        ledger.AllowResponding(Function);
        ledger.AllowDueWork(Function);

        // A question whose time is over, or whose answer was not taken up, goes to its lane again.
        Function.Allow([.. lanes.Values.Select(l => l.Queue.QueueArn)], "sqs:SendMessage");

        var undelivered = Queues.DeadLetters(this, "Undelivered");
        alarms.NotEmpty(undelivered, "The schedule could not start the function that does due work (timed releases). What is due stays recorded, and the next run takes it up.");
        var role = new Role(this, "ScheduleRole", new RoleProps
        {
            Description = "Remediator: starts the function that does what is due",
            AssumedBy = new ServicePrincipal("scheduler.amazonaws.com", new ServicePrincipalOpts
            {
                Conditions = new Dictionary<string, object> { ["StringEquals"] = new Dictionary<string, string> { ["aws:SourceAccount"] = Aws.ACCOUNT_ID } },
            }),
        });
        OwnParts.Protect(role);
        Allow(role, Function.Function.FunctionArn, "lambda:InvokeFunction");
        Allow(role, undelivered.QueueArn, "sqs:SendMessage");
        var group = new CfnScheduleGroup(this, "Group");
        _ = new CfnSchedule(this, "Schedule", new CfnScheduleProps
        {
            Description = "Does what executions have recorded as due",
            GroupName = group.Ref,
            ScheduleExpression = $"rate({EveryMinutes} minutes)",
            FlexibleTimeWindow = new CfnSchedule.FlexibleTimeWindowProperty { Mode = "OFF" },
            Target = new CfnSchedule.TargetProperty
            {
                Arn = Function.Function.FunctionArn,
                RoleArn = role.RoleArn,
                Input = """{"source":"remediator.schedule","detail-type":"Due Work","detail":{}}""",
                DeadLetterConfig = new CfnSchedule.DeadLetterConfigProperty { Arn = undelivered.QueueArn },
                RetryPolicy = new CfnSchedule.RetryPolicyProperty { MaximumEventAgeInSeconds = EveryMinutes * 60, MaximumRetryAttempts = 3 },
            },
        });
    }

    public EngineFunction Function { get; }

    private static void Allow(Role role, string resource, string action) =>
        role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps { Actions = [action], Resources = [resource] }));
}
