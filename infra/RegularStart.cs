using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Constructs;

namespace Remediator.Infra;

/// <summary>The rule that starts a function at regular times. What it can't start is tried until the next time, then kept, and people are told.</summary>
internal sealed class RegularStart : Construct
{
    private const int RetryAttempts = 3;

    public RegularStart(Construct scope, EngineFunction function, Duration every, string description, string unstarted, Alarms alarms)
        : base(scope, "Start")
    {
        var undelivered = Queues.DeadLetters(this, "Undelivered");
        alarms.NotEmpty(undelivered, unstarted);
        var rule = new Rule(this, "Schedule", new RuleProps
        {
            Description = description,
            Schedule = Schedule.Rate(every),
            Targets = [new LambdaFunction(function.Function, new LambdaFunctionProps { DeadLetterQueue = undelivered, RetryAttempts = RetryAttempts, MaxEventAge = every })],
        });
        alarms.Lost(this, rule, unstarted);
    }
}
