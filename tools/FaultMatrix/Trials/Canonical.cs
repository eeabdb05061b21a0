using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Remediator.FaultMatrix.Trials;

/// <summary>A snapshot without what differs from run to run: times, and the ids of what the run created.</summary>
internal static partial class Canonical
{
    public static string Of(string snapshot, string start)
    {
        var known = Id().Matches(start).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        return (Of(JsonNode.Parse(snapshot), text => Time().Replace(Id().Replace(text, m => known.Contains(m.Value) ? m.Value : $"{m.Groups[1].Value}-new"), "(time)")) ?? new JsonObject()).ToJsonString();
    }

    private static JsonNode? Of(JsonNode? node, Func<string, string> mask)
    {
        switch (node)
        {
            case JsonObject many:
                var masked = new JsonObject();
                foreach (var group in many.Select(p => (Name: mask(p.Key), Value: Of(p.Value, mask))).GroupBy(p => p.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
                {
                    var values = group.Select(p => p.Value).ToList();
                    masked[group.Key] = values is [var one] ? one : new JsonArray([.. values.OrderBy(v => v?.ToJsonString(), StringComparer.Ordinal)]);
                }

                return masked;
            case JsonArray list:
                return new JsonArray([.. list.Select(n => Of(n, mask))]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return mask(text);
            default:
                return node?.DeepClone();
        }
    }

    [GeneratedRegex(@"\b([a-z]+(?:-[a-z]+)?)-[0-9a-f]{17}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)?")]
    private static partial Regex Time();
}
