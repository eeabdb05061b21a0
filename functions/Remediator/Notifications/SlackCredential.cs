using System.Text.Json;
using System.Text.RegularExpressions;

namespace Remediator.Notifications;

/// <summary>What lets us post: the address of an incoming webhook, or a bot's token and a channel's id.</summary>
/// <remarks>Classes, not records: these have no text that could show what they hold.</remarks>
internal abstract partial class SlackCredential
{
    private static readonly Uri SlackApi = new("https://slack.com/api/");

    private SlackCredential()
    {
    }

    /// <summary>Null when the text is neither.</summary>
    public static SlackCredential? Parse(string text) =>
        text.TrimStart().StartsWith('{') ? ParseBot(text) : WebhookAddress.Parse(text) is { } address ? new Webhook(address) : null;

    private static Bot? ParseBot(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            string? Member(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

            var api = Member("api") is { } given ? WebhookAddress.Parse(given.TrimEnd('/') + "/") : SlackApi;
            return api is not null && Member("token") is { } token && Member("channel") is { } channel && TokenShape().IsMatch(token) && ChannelShape().IsMatch(channel)
                ? new Bot(token, channel, new Uri(api, "chat.postMessage"))
                : null;
        }
        catch (JsonException)
        {
            // The exception's message would quote the secret.
            return null;
        }
    }

    [GeneratedRegex(@"^(xoxb-|xoxe\.xoxb-)[A-Za-z0-9-]{1,500}\z")]
    private static partial Regex TokenShape();

    [GeneratedRegex(@"^[CGD][A-Z0-9]{2,30}\z")]
    private static partial Regex ChannelShape();

    public sealed class Webhook(Uri address) : SlackCredential
    {
        public Uri Address { get; } = address;
    }

    public sealed class Bot(string token, string channel, Uri address) : SlackCredential
    {
        public string Token { get; } = token;

        public string Channel { get; } = channel;

        /// <summary>Of <c>chat.postMessage</c>.</summary>
        public Uri Address { get; } = address;
    }
}
