using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Handlers;

/// <summary>Sends again, on a schedule, what the outbox still holds after the stream has given it up: a channel was dead for long, or a function was.</summary>
/// <remarks>What has its receipts is not in the list; a channel that has taken the message already does not get it twice.</remarks>
public sealed class ResendHandler(NotificationDispatcher dispatcher, IOutbox outbox, TimeProvider clock)
{
    /// <summary>Until then the stream itself is trying.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>After that it is news no more: the outbox keeps it, and <c>incident show</c> says by which channel people were not told, and since when.</summary>
    public static readonly TimeSpan Worth = TimeSpan.FromDays(3);

    private const int Most = 1000;

    /// <summary>Nothing is begun that could not be finished.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    /// <returns>How many messages waited, and how many of them people have got now.</returns>
    /// <exception cref="InvalidOperationException">Some are still not delivered: the invocation fails, so that its alarm says so.</exception>
    public async Task<JsonElement> HandleAsync(CloudWatchEvent<JsonElement> schedule, ILambdaContext context, CancellationToken cancel)
    {
        var end = clock.GetUtcNow() + context.RemainingTime - Reserve;
        var waiting = (await outbox.ListPendingAsync(Most, cancel, clock.GetUtcNow() - Worth).ConfigureAwait(false)).Where(e => e.Record.UpdatedAt + Patience <= clock.GetUtcNow()).ToList();
        var told = 0;
        var problems = new List<string>();
        foreach (var entry in waiting.TakeWhile(_ => clock.GetUtcNow() < end))
        {
            if (await SendAsync(entry, context, cancel).ConfigureAwait(false) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                told++;
            }
        }

        return problems.Count == 0
            ? JsonSerializer.SerializeToElement(new JsonObject { ["waiting"] = waiting.Count, ["told"] = told }, Sweeping.SweepJson.Default.JsonObject)
            : throw new InvalidOperationException($"{problems.Count} of {waiting.Count} messages could still not be delivered; the first: {problems[0]}");
    }

    /// <returns>Why people still do not know; null when they do.</returns>
    private async Task<string?> SendAsync(OutboxEntry entry, ILambdaContext context, CancellationToken cancel)
    {
        try
        {
            var report = await dispatcher.DispatchAsync(entry, cancel).ConfigureAwait(false);
            context.Logger.LogInformation("Sent again", ("entry", entry.Id), ("problem", report.Problem));
            return report.Problem;
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) && !cancel.IsCancellationRequested)
        {
            context.Logger.LogError(e, "A message was not sent again; the next run tries it", ("entry", entry.Id));
            return AwsFailure.Describe(e);
        }
    }
}
