using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>Posts as a bot: the first message of an incident into the channel, every later one into the thread below it.</summary>
/// <remarks>The thread never keeps a message back: where it cannot be found in time, the message goes to the channel by itself.</remarks>
internal sealed class SlackBot(SlackPost post, ISecretSource secret, IIncidentThreads threads, TimeProvider time, DeliveryRetry retry)
{
    /// <summary>With a delivery and all its attempts it is still less than the function may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    public async Task<DeliveryResult> SendAsync(SlackCredential.Bot bot, Notice notice, CancellationToken cancel)
    {
        var (place, why) = await EnterAsync(bot, notice, null, Patience, cancel).ConfigureAwait(false);
        var (result, gone) = await PostAsync(bot, notice, place, why, retry, cancel).ConfigureAwait(false);
        if (place is not ThreadPlace.Reply lost || !gone)
        {
            return result;
        }

        (place, why) = await EnterAsync(bot, notice, lost.Parent, TimeSpan.Zero, cancel).ConfigureAwait(false);
        return (await PostAsync(bot, notice, place, why, retry with { Attempts = 1 }, cancel).ConfigureAwait(false)).Result;
    }

    /// <summary>Into the channel: it is no incident's.</summary>
    public Task<DeliveryResult> SendAsync(SlackCredential.Bot bot, Bulletin bulletin, CancellationToken cancel)
    {
        var message = SlackMessage.Render(bulletin, new SlackPlace(bot.Channel, null));
        return retry.RunAsync(() => post.SendAsync(bot.Address, bot.Token, message, (body, wait) => JudgeAnswer(SlackAnswer.Read(body), null, wait), cancel), time, cancel);
    }

    private async Task<(ThreadPlace Place, string? Why)> EnterAsync(SlackCredential.Bot bot, Notice notice, string? lost, TimeSpan patience, CancellationToken cancel)
    {
        try
        {
            for (var start = time.GetTimestamp(); ; await Task.Delay(Poll, time, cancel).ConfigureAwait(false))
            {
                var place = await threads.EnterAsync(KeyOf(bot, notice), notice.Incident.Entry, lost, cancel).ConfigureAwait(false);
                if (place is not ThreadPlace.Taken)
                {
                    return (place, null);
                }

                if (time.GetElapsedTime(start) + Poll > patience)
                {
                    return (place, "another message was to open the thread");
                }
            }
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return (new ThreadPlace.Taken(), SafeText.Line(AwsFailure.Describe(e), 300));
        }
    }

    private async Task<(DeliveryResult Result, bool Gone)> PostAsync(SlackCredential.Bot bot, Notice notice, ThreadPlace place, string? why, DeliveryRetry attempts, CancellationToken cancel)
    {
        var message = SlackMessage.Render(notice, new SlackPlace(bot.Channel, (place as ThreadPlace.Reply)?.Parent));
        SlackAnswer? last = null;
        DeliveryAttempt Judge(string body, TimeSpan? wait)
        {
            last = SlackAnswer.Read(body);
            return JudgeAnswer(last, why, wait);
        }

        var result = await attempts.RunAsync(() => post.SendAsync(bot.Address, bot.Token, message, Judge, cancel), time, cancel).ConfigureAwait(false);
        if (place is ThreadPlace.First)
        {
            await SettleAsync(bot, notice, result is DeliveryResult.Delivered ? last?.Message : null, cancel).ConfigureAwait(false);
        }

        return (result, result is DeliveryResult.Failed && last is { IsWithoutThread: true });
    }

    private DeliveryAttempt JudgeAnswer(SlackAnswer answer, string? why, TimeSpan? wait)
    {
        if (!answer.IsRead)
        {
            return new DeliveryAttempt.Again("Slack's answer cannot be read");
        }

        if (answer.Error is not { } error)
        {
            return new DeliveryAttempt.Done(new DeliveryResult.Delivered(why is null ? answer.Message : $"{answer.Message}, outside of the thread: {why}"));
        }

        if (answer.IsTemporary)
        {
            return new DeliveryAttempt.Again($"Slack fails ({error})", wait);
        }

        if (answer.IsAboutSecret)
        {
            secret.Forget();
        }

        return new DeliveryAttempt.Done(new DeliveryResult.Failed(FailureKind.Permanent, $"Slack refuses the message ({error}){answer.Advice}"));
    }

    /// <summary>What cannot be kept costs the thread, not the message: the next one opens another.</summary>
    private async Task SettleAsync(SlackCredential.Bot bot, Notice notice, string? message, CancellationToken cancel)
    {
        try
        {
            await (message is null
                ? threads.AbandonAsync(KeyOf(bot, notice), notice.Incident.Entry, cancel)
                : threads.OpenAsync(KeyOf(bot, notice), notice.Incident.Entry, message, cancel)).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            // The claim ends by itself.
        }
    }

    private static ThreadKey KeyOf(SlackCredential.Bot bot, Notice notice) => new(notice.Incident.FindingId, bot.Channel);
}
