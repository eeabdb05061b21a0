using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Remediator.Findings;
using Remediator.Sweeping;

namespace Remediator.Handlers;

/// <summary>Sweeps every source on a schedule; one that fails stops no other, and fails the invocation.</summary>
public sealed class SweepHandler(Sweeper sweeper, IReadOnlyList<IFindingLister> listers, string region, TimeProvider clock)
{
    /// <summary>Where CloudWatch shows the metrics; the stack's alarm watches <see cref="LostMetric"/>.</summary>
    public const string MetricNamespace = "Remediator";

    public const string LostMetric = "LostFindings";

    /// <returns>What each source came to.</returns>
    public async Task<JsonElement> HandleAsync(CloudWatchEvent<JsonElement> schedule, ILambdaContext context, CancellationToken cancel)
    {
        // A function's own ARN names the account that it runs in.
        var account = Arn.TryParse(context.InvokedFunctionArn)?.Account ?? schedule.Account ?? "";
        var failures = new List<Exception>();
        var done = new JsonObject();
        foreach (var lister in listers)
        {
            try
            {
                var run = await sweeper.SweepAsync(lister, account, region, cancel).ConfigureAwait(false);
                context.Logger.LogInformation(
                    "Swept", ("_aws", Metrics(clock.GetUtcNow())), ("Source", run.Source), (LostMetric, run.Lost), ("ListedFindings", run.Listed), ("UnreadableFindings", run.Unreadable), ("since", $"{run.Since:O}"), ("until", $"{run.Until:O}"));
                done[run.Source] = run.Lost;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                context.Logger.LogError(e, "A source could not be swept; the next run takes it up", ("source", lister.Source));
                failures.Add(e);
            }
        }

        return failures.Count == 0
            ? JsonSerializer.SerializeToElement(done, SweepJson.Default.JsonObject)
            : throw new AggregateException($"{failures.Count} of {listers.Count} sources could not be swept.", failures);
    }

    /// <summary>CloudWatch's embedded metric format: the log record itself carries the counts.</summary>
    /// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html</remarks>
    private static JsonElement Metrics(DateTimeOffset now)
    {
        JsonObject Count(string name) => new() { ["Name"] = name, ["Unit"] = "Count" };
        var metrics = new JsonObject
        {
            ["Timestamp"] = now.ToUnixTimeMilliseconds(),
            ["CloudWatchMetrics"] = new JsonArray(new JsonObject
            {
                ["Namespace"] = MetricNamespace,
                ["Dimensions"] = new JsonArray(new JsonArray(), new JsonArray("Source")),
                ["Metrics"] = new JsonArray(Count(LostMetric), Count("ListedFindings"), Count("UnreadableFindings")),
            }),
        };
        return JsonSerializer.SerializeToElement(metrics, SweepJson.Default.JsonObject);
    }
}
