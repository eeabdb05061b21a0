using System.Text.Json.Nodes;
using Remediator.Planning;

namespace Remediator.Execution;

/// <summary>Fills references such as <c>${quarantine-group}</c> with the ids of what earlier changes created.</summary>
internal static class References
{
    /// <summary>The value with every reference filled, or null when one is not known.</summary>
    public static AttributeValue? Resolve(AttributeValue value, IReadOnlyDictionary<string, string> bindings)
    {
        if (value.Json is not { } json || !json.Contains("${", StringComparison.Ordinal))
        {
            return value;
        }

        var missing = false;
        var node = Fill(value.ToNode());
        return missing ? null : Canonical(node);

        JsonNode? Fill(JsonNode? n)
        {
            switch (n)
            {
                case JsonArray array:
                    return new JsonArray([.. array.Select(Fill)]);
                case JsonObject o:
                    return new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Fill(p.Value))));
                case JsonValue v when v.TryGetValue<string>(out var text) && text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}'):
                    if (bindings.TryGetValue(text[2..^1], out var bound))
                    {
                        return JsonValue.Create(bound);
                    }

                    missing = true;
                    return null;
                default:
                    return n?.DeepClone();
            }
        }
    }

    /// <summary>A set of strings is sorted again, since the filled id sorts elsewhere than its reference did.</summary>
    private static AttributeValue Canonical(JsonNode? node) =>
        node is JsonArray array && array.All(n => n is JsonValue v && v.TryGetValue<string>(out _))
            ? AttributeValue.OfSet(array.Select(n => n!.GetValue<string>()))
            : AttributeValue.Of(node);
}
