using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Remediator.FindingSources;
using Remediator.Notifications;

namespace Remediator.Infra;

/// <summary>The rule that sends the findings of one route of a source from the default bus to its lane.</summary>
internal sealed class FindingRule : Construct
{
    /// <summary>EventBridge's longest: a day of attempts, then the queue of undelivered events.</summary>
    private const int RetryAttempts = 185;

    public FindingRule(Construct scope, FindingSource source, EventRoute route, JsonObject pattern, IQueue lane, IQueue undelivered, Alarms alarms)
        : base(scope, route.Name.Length == 0 ? $"{source.Name}-findings" : $"{source.Name}-{route.Name}-findings")
    {
        var rule = new Rule(this, "Rule", new RuleProps
        {
            Description = $"Findings of {PlainWords.Source(source.Name)} for Remediator's {route.Lane.ToString().ToLowerInvariant()} lane",
            EventPattern = new EventPattern
            {
                Source = Strings(pattern, "source"),
                DetailType = Strings(pattern, "detail-type"),
                Detail = pattern["detail"] is JsonObject detail ? JsiiJson.Of(detail) : null,
            },
            Targets =
            [
                new SqsQueue(lane, new SqsQueueProps { DeadLetterQueue = undelivered, RetryAttempts = RetryAttempts, MaxEventAge = Duration.Hours(24) }),
            ],
        });
        alarms.Lost(this, rule, $"EventBridge could deliver findings of {PlainWords.Source(source.Name)} neither to their queue nor to the queue of undelivered events: they are lost.");
    }

    private static string[] Strings(JsonObject pattern, string field) => [.. pattern[field]!.AsArray().Select(v => v!.GetValue<string>())];
}
