using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Notifications;

namespace Remediator.Approvals;

/// <summary>Tells in Slack what came of a pressed button: all in the message itself, or only who pressed it.</summary>
public sealed class SlackReply(HttpClient http)
{
    private const int MostBlocks = 50;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What to post, as JSON.</summary>
    public static string Render(SlackPress press, DecisionResult result)
    {
        var text = Tell(press, result);
        if (Of(result) is not { } approval)
        {
            return new JsonObject { ["response_type"] = "ephemeral", ["replace_original"] = false, ["text"] = text }.ToJsonString(Readable);
        }

        // What was shown stays; the buttons go once there is nothing more to decide.
        var told = new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true } };
        var shown = press.Blocks.Where(b => approval.IsPending || (string?)b?["type"] != "actions").Take(MostBlocks - 1).Select(b => b?.DeepClone());
        var blocks = new JsonArray([.. shown, told]);
        return new JsonObject { ["replace_original"] = true, ["text"] = text, ["blocks"] = blocks }.ToJsonString(Readable);
    }

    /// <returns>Why nobody was told; null when they were.</returns>
    public async Task<string?> SendAsync(SlackPress press, DecisionResult result, CancellationToken cancel)
    {
        if (press.Reply is not { } address)
        {
            return "Slack named no address of its own to answer to";
        }

        try
        {
            using var content = new StringContent(Render(press, result), Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(address, content, cancel).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"Slack refuses the answer ({(int)answer.StatusCode})";
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // The address is a credential for an hour: the message of the exception may name it.
            return $"Slack cannot be reached ({e.GetType().Name})";
        }
    }

    private static Approval? Of(DecisionResult result) => result switch
    {
        DecisionResult.Recorded r => r.Record.Approval,
        DecisionResult.Repeated r => r.Record.Approval,
        _ => null,
    };

    private static string Tell(SlackPress press, DecisionResult result) => result switch
    {
        DecisionResult.Refused r => $"Your decision does not count: {SlackText.Code(r.Reason)}. Nothing was changed.",
        DecisionResult.Busy => "A worker has this execution at the moment; nothing was recorded. Press again in a minute.",
        _ when Of(result) is { Rejection: { } no } => $"✖ *Rejected* by {Person(no.By)}. Nothing is changed.",
        _ when Of(result) is { IsGranted: true } approval => $"✔ *Approved* by {string.Join(" and ", approval.Approvals.Select(a => Person(a.By)))}. It is applied if the plan still is the same; what came of it follows.",
        _ when Of(result) is { } approval => $"✔ Approved by {string.Join(" and ", approval.Approvals.Select(a => Person(a.By)))}; {approval.Missing} more needed.",
        _ => throw new InvalidOperationException($"nothing to tell {press.User} of {result.GetType().Name}"),
    };

    private static string Person(string by) => by.StartsWith("slack:", StringComparison.Ordinal) ? $"<@{by["slack:".Length..]}>" : SlackText.Code(by);
}
