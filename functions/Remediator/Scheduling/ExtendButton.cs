using System.Globalization;
using Amazon.Lambda.Core;
using Remediator.Approvals;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Scheduling;

/// <summary>The button that keeps a resource contained for another day, in the warning of the end of its containment.</summary>
public sealed class ExtendButton(ReleaseExtender extender) : ISlackButton
{
    public const string Action = "remediator-extend";

    /// <summary>By how much one press moves the end.</summary>
    public static readonly TimeSpan By = TimeSpan.FromHours(24);

    /// <summary>What it carries: which end of which containment it moves. Null where none is set.</summary>
    public static string? Value(ExecutionRecord record) =>
        record.Release is { At: { } at } ? string.Create(CultureInfo.InvariantCulture, $"{record.Id}|{at.ToUnixTimeSeconds()}") : null;

    public async Task<SlackAnswerText?> PressAsync(SlackPress press, ILambdaContext context, CancellationToken cancel)
    {
        if (press.Action != Action || press.Value.Split('|') is not [var execution, var end] || !long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        var result = await extender.ExtendAsync(execution, By, press.By, "extended in Slack", $"{context.FunctionName}/{context.AwsRequestId}", cancel, seconds).ConfigureAwait(false);
        context.Logger.LogInformation("The end of a containment was to be moved", ("execution", execution), ("by", press.By), ("result", result.GetType().Name));
        return result switch
        {
            ExtendResult.Extended { Record.Release.At: { } at } => new($"⏳ *Extended* by {SlackReply.Person(press.By)}: it stays contained until {Utc(at)}.", ForAll: true, IsOver: true),
            ExtendResult.Moved { Record: var moved } => new($"The end was moved already, by {SlackReply.Person(moved.Release?.By ?? "nobody")}: {Now(moved)}. Nothing was changed.", ForAll: false, IsOver: false),
            ExtendResult.NotContained { Record.State: ExecutionState.Releasing } => new("Its release has begun and goes on: half of it may be put back already. Nothing was changed.", ForAll: false, IsOver: false),
            ExtendResult.NotContained => new("Nothing of it stands that could end: it was released. Nothing was changed.", ForAll: false, IsOver: false),
            ExtendResult.NotFound => new("There is no such execution. Nothing was changed.", ForAll: false, IsOver: false),
            ExtendResult.Busy => new("A worker has this execution at the moment; nothing was recorded. Press again in a minute.", ForAll: false, IsOver: false),
            _ => throw new InvalidOperationException($"nothing to tell {press.User} of {result.GetType().Name}"),
        };
    }

    private static string Now(ExecutionRecord record) => record.Release?.At is { } at ? $"it ends {Utc(at)}" : "it does not end by itself";

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
