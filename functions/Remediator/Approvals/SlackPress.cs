using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Remediator.Approvals;

/// <summary>A pressed button: Slack's <c>block_actions</c> payload, as far as it concerns a decision.</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads/block_actions-payload</remarks>
/// <param name="User">Slack's id of who pressed it.</param>
/// <param name="Reply">Where the message can be replaced; null where Slack named none that is its own.</param>
/// <param name="Blocks">The message as it stands.</param>
public sealed partial record SlackPress(string User, DecisionRequest Request, Uri? Reply, JsonArray Blocks)
{
    public const string ApproveAction = "remediator-approve";
    public const string RejectAction = "remediator-reject";

    /// <summary>The value of a button: what is decided about.</summary>
    public static string Value(string executionId, Approval approval) =>
        string.Create(CultureInfo.InvariantCulture, $"{executionId}|{approval.Hash}|{approval.AskedAt.ToUnixTimeSeconds()}");

    /// <summary>Null for a payload that is none of ours.</summary>
    public static SlackPress? Read(string payload)
    {
        try
        {
            var root = JsonNode.Parse(payload);
            return (string?)root?["type"] == "block_actions"
                && (root["actions"] as JsonArray)?.FirstOrDefault() is { } action
                && KindOf((string?)action["action_id"]) is { } kind
                && ((string?)action["value"] ?? "").Split('|') is [var execution, var hash, var asked]
                && hash.Length == 64
                && long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                && (string?)root["user"]?["id"] is { } user && UserId().IsMatch(user)
                    ? new SlackPress(
                        user,
                        new DecisionRequest(execution, kind, DecisionWay.Slack, $"slack:{user}", "", hash, at),
                        ReplyAddress((string?)root["response_url"]),
                        (root["message"]?["blocks"] as JsonArray)?.DeepClone().AsArray() ?? [])
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

    private static DecisionKind? KindOf(string? action) => action switch
    {
        ApproveAction => DecisionKind.Approve,
        RejectAction => DecisionKind.Reject,
        _ => null,
    };

    [GeneratedRegex(@"\A[UW][A-Z0-9]{2,30}\z")]
    private static partial Regex UserId();
}
