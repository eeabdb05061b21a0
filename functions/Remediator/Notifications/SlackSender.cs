using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>Posts to an incoming webhook of Slack.</summary>
/// <remarks>The webhook's address is the credential: it is in no result, no log and no exception of this class.</remarks>
/// <param name="http">Made by <see cref="CreateClient"/>: it must not follow redirects, and its time-out ends an attempt.</param>
public sealed class SlackSender(HttpClient http, ISecretSource webhook, TimeProvider time, DeliveryRetry retry) : INoticeChannel
{
    public string Name => "slack";

    /// <summary>A client that does not carry messages elsewhere.</summary>
    public static HttpClient CreateClient(TimeSpan timeout) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = timeout };

    public async Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel)
    {
        string secret;
        try
        {
            secret = await webhook.GetAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return new DeliveryResult.Failed(AwsDelivery.KindOf(e), $"the Slack webhook's address could not be read from {webhook}: {AwsFailure.Describe(e)}");
        }

        if (WebhookAddress.Parse(secret) is not { } address)
        {
            webhook.Forget();
            return new DeliveryResult.Failed(FailureKind.Permanent, $"what {webhook} holds is not an https address of a webhook");
        }

        var message = SlackMessage.Render(notice);
        return await retry.RunAsync(() => PostAsync(address, message, cancel), time, cancel).ConfigureAwait(false);
    }

    private async Task<DeliveryAttempt> PostAsync(Uri address, string message, CancellationToken cancel)
    {
        try
        {
            using var content = new StringContent(message, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(address, content, cancel).ConfigureAwait(false);
            return await JudgeAsync(answer, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            // The message of the exception may name the address; the kind of error does not.
            return new DeliveryAttempt.Again($"Slack cannot be reached ({e.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new DeliveryAttempt.Again($"Slack did not answer within {http.Timeout.TotalSeconds:0.#} s");
        }
    }

    private async Task<DeliveryAttempt> JudgeAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.IsSuccessStatusCode)
        {
            return new DeliveryAttempt.Done(new DeliveryResult.Delivered());
        }

        var status = (int)answer.StatusCode;
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            return new DeliveryAttempt.Again("Slack asks for fewer messages (429)", Wait(answer.Headers.RetryAfter));
        }

        if (status >= 500 || answer.StatusCode == HttpStatusCode.RequestTimeout)
        {
            return new DeliveryAttempt.Again($"Slack fails ({status})");
        }

        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            webhook.Forget();
        }

        return new DeliveryAttempt.Done(new DeliveryResult.Failed(FailureKind.Permanent, $"Slack refuses the message ({status}{await WhyAsync(answer, cancel).ConfigureAwait(false)})"));
    }

    /// <summary>Slack answers with one word such as <c>no_service</c>; anything else is not repeated, since it may hold what we sent.</summary>
    private static async Task<string> WhyAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var body = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        return body.Length is > 0 and <= 40 && body.All(c => char.IsAsciiLetterLower(c) || c == '_') ? $" {body}" : "";
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}

/// <summary>What may be posted to: https, and plain http only to this machine.</summary>
internal static class WebhookAddress
{
    public static Uri? Parse(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
            ? uri
            : null;
}
