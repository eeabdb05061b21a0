using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Remediator.Cli.Sandbox;

/// <summary>The state as text, and the difference of two.</summary>
public static class SandboxSnapshot
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Write(IReadOnlyDictionary<string, SandboxAccount> accounts) => (Pruned(JsonSerializer.SerializeToNode(accounts, Options)) ?? new JsonObject()).ToJsonString(Options);

    /// <summary>The node without what is empty: a Region or account that was only looked at is no change.</summary>
    private static JsonNode? Pruned(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject many:
                var kept = new JsonObject();
                foreach (var (name, value) in many)
                {
                    if (Pruned(value) is { } full)
                    {
                        kept[name] = full;
                    }
                }

                return kept.Count == 0 ? null : kept;
            case JsonArray list:
                return list.Count == 0 ? null : list.DeepClone();
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>One line for each value that differs: its path, before and after; empty when the states are equal.</summary>
    public static IReadOnlyList<string> Difference(string before, string after)
    {
        var lines = new List<string>();
        if (before == after)
        {
            return lines;
        }

        Compare("", JsonNode.Parse(before), JsonNode.Parse(after), lines);
        return lines;
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<string> lines)
    {
        if (before is JsonObject was && after is JsonObject now)
        {
            foreach (var name in was.Select(p => p.Key).Union(now.Select(p => p.Key)).Order(StringComparer.Ordinal))
            {
                Compare(path.Length == 0 ? name : $"{path}/{name}", was[name], now[name], lines);
            }
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            lines.Add($"{path}: {Text(before)} -> {Text(after)}");
        }
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions(Options) { WriteIndented = false }) ?? "(absent)";
}
