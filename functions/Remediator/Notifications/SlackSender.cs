using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>Posts to Slack: to an incoming webhook, or as a bot that keeps each incident in one thread.</summary>
/// <remarks>
/// The webhook's address and the bot's token are credentials: they are in no result, no log and no exception of this class. Webhooks
/// answer <c>ok</c> and no message's id, so that nothing can be threaded below what they post.
/// </remarks>
/// <param name="http">Made by <see cref="CreateClient"/>: it must not follow redirects, and its time-out ends an attempt.</param>
public sealed class SlackSender(HttpClient http, ISecretSource secret, TimeProvider time, DeliveryRetry retry, IIncidentThreads threads) : INoticeChannel
{
    private readonly SlackPost _post = new(http, secret, time);

    public string Name => "slack";

    /// <summary>A client that does not carry messages elsewhere.</summary>
    public static HttpClient CreateClient(TimeSpan timeout) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = timeout };

    public Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel) => SendAsync(
        () => SlackMessage.Render(notice),
        (sender, bot) => sender.SendAsync(bot, notice, cancel),
        cancel);

    public Task<DeliveryResult> SendAsync(Bulletin bulletin, CancellationToken cancel) => SendAsync(
        () => SlackMessage.Render(bulletin),
        (sender, bot) => sender.SendAsync(bot, bulletin, cancel),
        cancel);

    private async Task<DeliveryResult> SendAsync(Func<string> render, Func<SlackBot, SlackCredential.Bot, Task<DeliveryResult>> asBot, CancellationToken cancel)
    {
        string text;
        try
        {
            text = await secret.GetAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return new DeliveryResult.Failed(AwsDelivery.KindOf(e), $"Slack's webhook or token could not be read from {secret}: {AwsFailure.Describe(e)}");
        }

        switch (SlackCredential.Parse(text))
        {
            case SlackCredential.Webhook webhook:
                var message = render();
                return await retry.RunAsync(() => _post.SendAsync(webhook.Address, null, message, (_, _) => new DeliveryAttempt.Done(new DeliveryResult.Delivered()), cancel), time, cancel).ConfigureAwait(false);
            case SlackCredential.Bot bot:
                return await asBot(new SlackBot(_post, secret, threads, time, retry), bot).ConfigureAwait(false);
            default:
                secret.Forget();
                return new DeliveryResult.Failed(FailureKind.Permanent, $"what {secret} holds is neither an https address of a webhook nor a bot's token with a channel's id");
        }
    }
}
