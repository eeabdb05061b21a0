using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.FindingSources;

namespace Remediator.Infra;

/// <summary>The EventBridge pattern of one route of a source: its events, cut down to the given types where that fits into a pattern.</summary>
public static class FindingPattern
{
    /// <summary>Most characters of an event pattern.</summary>
    /// <remarks>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html</remarks>
    public const int Limit = 2048;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="types">Patterns as playbooks write them; empty for every type.</param>
    public static JsonObject Of(EventRoute route, IReadOnlyCollection<string> types)
    {
        var narrowed = Build(route, types);
        return Length(narrowed) <= Limit ? narrowed : Build(route, []);
    }

    /// <summary>Characters of the pattern as EventBridge counts them.</summary>
    public static int Length(JsonNode pattern) => pattern.ToJsonString(Plain).Length;

    private static JsonObject Build(EventRoute route, IReadOnlyCollection<string> types)
    {
        var pattern = new JsonObject
        {
            ["source"] = Strings(route.EventSources),
            ["detail-type"] = Strings(route.DetailTypes),
        };
        var detail = route.DetailPattern is { } own ? JsonNode.Parse(own)!.AsObject() : [];
        if (route.TypeField is { } field && types.Count > 0 && !types.Contains("*") && !detail.ContainsKey(field))
            detail[field] = new JsonArray([.. types.Select(Filter)]);
        if (detail.Count > 0)
            pattern["detail"] = detail;
        return pattern;
    }

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    /// <summary>EventBridge counts a wildcard's complexity, a prefix's not; it refuses two stars in a row.</summary>
    private static JsonNode Filter(string type)
    {
        var stars = type.Count(c => c == '*');
        return stars switch
        {
            0 => JsonValue.Create(type),
            1 when type.EndsWith('*') => new JsonObject { ["prefix"] = type[..^1] },
            _ => new JsonObject { ["wildcard"] = string.Join('*', Parts(type)).Replace(@"\", @"\\", StringComparison.Ordinal) },
        };
    }

    private static IEnumerable<string> Parts(string type)
    {
        var parts = type.Split('*');
        return parts.Where((part, i) => part.Length > 0 || i == 0 || i == parts.Length - 1);
    }
}
