using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Remediator.Infra.Tests.Support;

/// <summary>Matches events as EventBridge does, lists of objects included, which the emulators leave out.</summary>
/// <remarks>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html; one entry of a list has to match as a whole.</remarks>
internal static class EventBridge
{
    public static bool Matches(JsonNode pattern, JsonNode? value) => (pattern, value) switch
    {
        (JsonObject fields, JsonArray entries) => entries.Any(e => Matches(fields, e)),
        (JsonObject fields, _) => fields.All(f => Matches(f.Value!, (value as JsonObject)?[f.Key], value is JsonObject o && o.ContainsKey(f.Key))),
        _ => throw new InvalidOperationException($"not a pattern: {pattern.ToJsonString()}"),
    };

    private static bool Matches(JsonNode pattern, JsonNode? value, bool exists) => pattern switch
    {
        JsonArray filters when value is JsonArray values => filters.Any(f => values.Any(v => Passes(f!, v, exists: true))),
        JsonArray filters => filters.Any(f => Passes(f!, value, exists)),
        _ => Matches(pattern, value),
    };

    private static bool Passes(JsonNode filter, JsonNode? value, bool exists)
    {
        var text = value is JsonValue v && v.TryGetValue(out string? s) ? s : null;
        return filter is not JsonObject named ? exists && JsonNode.DeepEquals(filter, value) : named.Single() switch
        {
            { Key: "exists", Value: var wanted } => exists == (bool)wanted!,
            { Key: "prefix", Value: var prefix } => text?.StartsWith((string)prefix!, StringComparison.Ordinal) == true,
            { Key: "suffix", Value: var suffix } => text?.EndsWith((string)suffix!, StringComparison.Ordinal) == true,
            { Key: "wildcard", Value: var wildcard } => text is not null && Regex.IsMatch(text, $"^{Regex.Escape((string)wildcard!).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline),
            { Key: "anything-but", Value: var not } => exists && !Passes(not!, value, exists),
            var other => throw new NotSupportedException(other.Key),
        };
    }
}
