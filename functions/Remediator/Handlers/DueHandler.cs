using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Remediator.Scheduling;

namespace Remediator.Handlers;

/// <summary>Does what is due, on a schedule; what fails fails the invocation, after everything else was done.</summary>
public sealed class DueHandler(DueRunner runner, TimeProvider clock)
{
    /// <summary>Nothing is begun that could not be finished: one piece of work, with all its reads and read-backs.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(1);

    /// <returns>How many pieces of work were looked at.</returns>
    public async Task<JsonElement> HandleAsync(CloudWatchEvent<JsonElement> schedule, ILambdaContext context, CancellationToken cancel)
    {
        var outcomes = await runner.RunAsync($"{context.FunctionName}/{context.AwsRequestId}", clock.GetUtcNow() + context.RemainingTime - Reserve, cancel).ConfigureAwait(false);
        foreach (var outcome in outcomes)
        {
            (string, object?)[] facts = [("execution", outcome.ExecutionId), ("work", outcome.Work?.Kind.ToString()), ("due", $"{outcome.Work?.At:O}"), ("outcome", outcome.Words)];
            if (Error(outcome) is { } error)
            {
                context.Logger.LogError(error, "Due work failed and will be tried again", facts);
            }
            else
            {
                context.Logger.LogInformation("Due work", facts);
            }
        }

        var failures = outcomes.Select(Error).OfType<Exception>().ToList();
        return failures.Count == 0
            ? JsonSerializer.SerializeToElement(new JsonObject { ["executions"] = outcomes.Count }, Sweeping.SweepJson.Default.JsonObject)
            : throw new AggregateException($"{failures.Count} of {outcomes.Count} pieces of due work failed.", failures);
    }

    /// <summary>There is nobody else to leave anything to.</summary>
    private static Exception? Error(DueOutcome outcome) =>
        outcome.Error ?? (outcome.Left is [var left, ..] ? new InvalidOperationException($"nobody does {left.Kind}") : null);
}
