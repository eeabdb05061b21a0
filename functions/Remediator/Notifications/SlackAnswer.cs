using System.Text.Json;
using System.Text.RegularExpressions;

namespace Remediator.Notifications;

/// <summary>What <c>chat.postMessage</c> answered.</summary>
/// <remarks>https://docs.slack.dev/reference/methods/chat.postMessage : errors come with status 200, in <c>ok</c> and <c>error</c>.</remarks>
/// <param name="Message">Id (<c>ts</c>) of the message; null where there is none.</param>
/// <param name="Error">One word; null where it was taken.</param>
internal sealed partial record SlackAnswer(bool IsRead, string? Message, string? Error)
{
    public static SlackAnswer Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("ok", out var ok))
            {
                return new SlackAnswer(false, null, null);
            }

            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return ok.ValueKind == JsonValueKind.True
                ? new SlackAnswer(true, Text("ts") is { } ts && Timestamp().IsMatch(ts) ? ts : null, null)
                : new SlackAnswer(true, null, SlackPost.Word(Text("error")) ?? "an error without a name");
        }
        catch (JsonException)
        {
            return new SlackAnswer(false, null, null);
        }
    }

    public bool IsTemporary => Error is "ratelimited" or "rate_limited" or "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout";

    /// <summary>The message that was replied to is gone, or takes no replies.</summary>
    public bool IsWithoutThread => Error is "thread_not_found" or "message_not_found" or "cannot_reply_to_message" or "restricted_action_thread_locked";

    /// <summary>The token or the channel is at fault: somebody may replace the secret.</summary>
    public bool IsAboutSecret => Error is "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "token_expired" or "missing_scope"
        or "no_permission" or "channel_not_found" or "not_in_channel" or "is_archived";

    public string Advice => Error switch
    {
        "channel_not_found" or "not_in_channel" => "; is the channel's id right, and is the app invited into it?",
        "missing_scope" => "; the app needs the scope chat:write",
        _ => "",
    };

    [GeneratedRegex(@"^\d{1,20}\.\d{1,20}\z")]
    private static partial Regex Timestamp();
}
