using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Remediator.Notifications;

/// <summary>One post to Slack, and what its HTTP status means.</summary>
internal sealed class SlackPost(HttpClient http, ISecretSource secret, TimeProvider time)
{
    /// <param name="address">Where to.</param>
    /// <param name="token">Null where the address is the credential.</param>
    /// <param name="message">The JSON.</param>
    /// <param name="judge">Reads an answer of success; it gets the body, and how long Slack asks to wait.</param>
    public async Task<DeliveryAttempt> SendAsync(Uri address, string? token, string message, Func<string, TimeSpan?, DeliveryAttempt> judge, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(message, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var answer = await http.SendAsync(request, cancel).ConfigureAwait(false);
            var body = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? judge(body, Wait(answer.Headers.RetryAfter)) : Judge(answer, body);
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

    /// <summary>Slack's errors are one word such as <c>no_service</c>; anything else is not repeated, since it may hold what we sent.</summary>
    public static string? Word(string? text) =>
        text is { Length: > 0 and <= 40 } && text.All(c => char.IsAsciiLetterLower(c) || c == '_') ? text : null;

    private DeliveryAttempt Judge(HttpResponseMessage answer, string body)
    {
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
            secret.Forget();
        }

        var why = Word(body) is { } word ? $" {word}" : "";
        return new DeliveryAttempt.Done(new DeliveryResult.Failed(FailureKind.Permanent, $"Slack refuses the message ({status}{why})"));
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
