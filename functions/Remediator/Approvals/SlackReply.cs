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

    /// <summary>Somebody as the audit names them, for Slack to show.</summary>
    public static string Person(string by) => by.StartsWith("slack:", StringComparison.Ordinal) ? $"<@{by["slack:".Length..]}>" : SlackText.Code(by);

    /// <returns>Why nobody was told; null when they were.</returns>
    public async Task<string?> SendAsync(SlackPress press, SlackAnswerText text, CancellationToken cancel)
    {
        if (press.Reply is not { } address)
        {
            return "Slack named no address of its own to answer to";
        }

        try
        {
            using var content = new StringContent(Render(press, text), Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(address, content, cancel).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"Slack refuses the answer ({(int)answer.StatusCode})";
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // The address is a credential for an hour: the message of the exception may name it.
            return $"Slack cannot be reached ({e.GetType().Name})";
        }
    }

    /// <summary>What to post, as JSON.</summary>
    private static string Render(SlackPress press, SlackAnswerText text)
    {
        if (!text.ForAll)
        {
            return new JsonObject { ["response_type"] = "ephemeral", ["replace_original"] = false, ["text"] = text.Text }.ToJsonString(Readable);
        }

        // What was shown stays; the buttons go once there is nothing more to decide.
        var told = new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text.Text, ["verbatim"] = true } };
        var shown = press.Blocks.Where(b => !text.IsOver || (string?)b?["type"] != "actions").Take(MostBlocks - 1).Select(b => b?.DeepClone());
        var blocks = new JsonArray([.. shown, told]);
        return new JsonObject { ["replace_original"] = true, ["text"] = text.Text, ["blocks"] = blocks }.ToJsonString(Readable);
    }
}
