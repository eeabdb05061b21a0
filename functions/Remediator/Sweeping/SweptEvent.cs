using System.Globalization;
using System.Text.Json.Nodes;

namespace Remediator.Sweeping;

/// <summary>A finding in EventBridge's envelope, so that it takes the path of the event that was lost.</summary>
internal static class SweptEvent
{
    public static string Of(string eventSource, string detailType, SweepWindow window, JsonNode detail) => new JsonObject
    {
        ["version"] = "0",
        ["detail-type"] = detailType,
        ["source"] = eventSource,
        ["account"] = window.Account,
        ["time"] = window.Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["region"] = window.Region,
        ["resources"] = new JsonArray(),
        ["detail"] = detail,
    }.ToJsonString();

    /// <summary>The entries of a list in an answer, taken out of it.</summary>
    public static IEnumerable<JsonNode> Entries(JsonNode? answer, string list)
    {
        if (answer?[list] is not JsonArray entries)
        {
            yield break;
        }

        foreach (var entry in entries)
        {
            if (entry is JsonObject)
            {
                yield return entry.DeepClone();
            }
        }
    }
}
