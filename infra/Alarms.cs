using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace Remediator.Infra;

/// <summary>Makes the alarms, which all say the same way what happened and tell the same topic.</summary>
internal sealed class Alarms(ITopic topic)
{
    /// <summary>Alarms while anything lies in a queue that should be empty.</summary>
    public void NotEmpty(Queue queue, string meaning) =>
        Above(queue, "NotEmpty", 0, meaning, queue.MetricApproximateNumberOfMessagesVisible(new MetricOptions { Statistic = "Maximum", Period = Duration.Minutes(1) }));

    /// <summary>Alarms when EventBridge could deliver what a rule sends neither to its target nor to the queue for that.</summary>
    public void Lost(Construct scope, Rule rule, string meaning) => Above(scope, "Lost", 0, meaning, new Metric(new MetricProps
    {
        Namespace = "AWS/Events",
        MetricName = "InvocationsFailedToBeSentToDlq",
        DimensionsMap = new Dictionary<string, string> { ["RuleName"] = rule.RuleName },
        Statistic = "Sum",
        Period = Duration.Minutes(5),
    }));

    /// <summary>Alarms when the metric exceeds the threshold in one period; no data is no alarm.</summary>
    public void Above(Construct scope, string id, double threshold, string meaning, IMetric metric)
    {
        var action = new SnsAction(topic);
        var alarm = new Alarm(scope, id, new AlarmProps
        {
            AlarmDescription = meaning,
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction(action);
        alarm.AddOkAction(action);
    }
}
