using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Remediator.Approvals;

/// <summary>A pressed button: Slack's <c>block_actions</c> payload, as far as it concerns a button of ours.</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads/block_actions-payload</remarks>
/// <param name="User">Slack's id of who pressed it.</param>
/// <param name="Action">Which button.</param>
/// <param name="Value">What it carries.</param>
/// <param name="Reply">Where the message can be replaced; null where Slack named none that is its own.</param>
/// <param name="Blocks">The message as it stands.</param>
public sealed partial record SlackPress(string User, string Action, string Value, Uri? Reply, JsonArray Blocks)
{
    /// <summary>How the audit names who pressed it.</summary>
    public string By => $"slack:{User}";

    /// <summary>Null for a payload that no button of a message makes.</summary>
    public static SlackPress? Read(string payload)
    {
        try
        {
            var root = JsonNode.Parse(payload);
            return (string?)root?["type"] == "block_actions"
                && (root["actions"] as JsonArray)?.FirstOrDefault() is { } action
                && (string?)action["action_id"] is { } id
                && (string?)action["value"] is { } value
                && (string?)root["user"]?["id"] is { } user && UserId().IsMatch(user)
                    ? new SlackPress(user, id, value, ReplyAddress((string?)root["response_url"]), (root["message"]?["blocks"] as JsonArray)?.DeepClone().AsArray() ?? [])
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The payload is signed, and yet the function calls nobody but Slack.</summary>
    private static Uri? ReplyAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "https", Host: "hooks.slack.com", IsDefaultPort: true, UserInfo: "" }
            ? uri
            : null;

    [GeneratedRegex(@"\A[UW][A-Z0-9]{2,30}\z")]
    private static partial Regex UserId();
}
