using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Remediator.Notifications;

namespace Remediator.Handlers;

/// <summary>Sends again, on a schedule, what the outbox still holds: a channel was dead, or a function was.</summary>
/// <remarks>What has its receipts is not in the list; a channel that has taken the message already does not get it twice.</remarks>
public sealed class ResendHandler(Resender resender, TimeProvider clock)
{
    /// <summary>Until then the stream may still bring it for the first time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Nothing is begun that could not be finished: a delivery, with all its attempts, and the notice that a channel is dead.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(100);

    /// <returns>How many messages waited, and how many of them people have got now.</returns>
    /// <exception cref="InvalidOperationException">Some are still not delivered: the invocation fails, so that its alarm says so.</exception>
    public async Task<JsonElement> HandleAsync(CloudWatchEvent<JsonElement> schedule, ILambdaContext context, CancellationToken cancel)
    {
        var report = await resender.RunAsync(Patience, clock.GetUtcNow() + context.RemainingTime - Reserve, cancel).ConfigureAwait(false);
        context.Logger.LogInformation("Sent again", ("waiting", report.Waiting), ("told", report.Told), ("problem", report.Problem));
        return report.Problem is null
            ? JsonSerializer.SerializeToElement(new JsonObject { ["waiting"] = report.Waiting, ["told"] = report.Told }, Sweeping.SweepJson.Default.JsonObject)
            : throw new InvalidOperationException($"{report.Waiting - report.Told} of {report.Waiting} messages could still not be delivered; the first: {report.Problem}");
    }
}
