using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediator.Planning;

/// <summary>One value of one attribute as canonical JSON, or absent (which is a value; unknown is not one).</summary>
/// <remarks>Canonical: object keys in ordinal order, no white space. Attributes sort what is a set before they make a value.</remarks>
public readonly record struct AttributeValue
{
    private AttributeValue(string? json) => Json = json;

    /// <summary>The resource has no such setting.</summary>
    public static AttributeValue Absent => default;

    /// <summary>Canonical JSON text; null when absent.</summary>
    public string? Json { get; }

    public bool IsAbsent => Json is null;

    public static AttributeValue Of(JsonNode? node) => node is null ? Absent : new(Canonical(node)!.ToJsonString());

    public static AttributeValue Of(string value) => Of(JsonValue.Create(value));

    public static AttributeValue Of(bool value) => Of(JsonValue.Create(value));

    /// <summary>A set of strings: sorted and without duplicates.</summary>
    public static AttributeValue OfSet(IEnumerable<string> values) =>
        Of(new JsonArray([.. values.Distinct(StringComparer.Ordinal).InOrder(string.CompareOrdinal).Select(v => (JsonNode)JsonValue.Create(v)!)]));

    /// <summary>Takes JSON text as it was stored; null is absent.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static AttributeValue Parse(string? json) => json is null ? Absent : Of(JsonNode.Parse(json));

    /// <summary>The value as a node; null when absent.</summary>
    public JsonNode? ToNode() => Json is null ? null : JsonNode.Parse(Json);

    /// <summary>The strings of a JSON array; empty when absent.</summary>
    public IReadOnlyList<string> ToStrings() =>
        ToNode() is JsonArray array ? [.. array.Select(n => n?.GetValue<string>() ?? "")] : [];

    /// <summary>The text of a JSON string, "absent" when absent, JSON otherwise.</summary>
    public override string ToString() => Json switch
    {
        null => "absent",
        ['"', ..] => ToNode()!.GetValue<string>(),
        _ => Json,
    };

    private static JsonObject Canonical(JsonObject node)
    {
        var ordered = new JsonObject();
        foreach (var name in ((IDictionary<string, JsonNode?>)node).Keys.InOrder(string.CompareOrdinal))
        {
            ordered[name] = Canonical(node[name]);
        }

        return ordered;
    }

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject o => Canonical(o),
        JsonArray a => new JsonArray([.. a.Select(Canonical)]),
        null => null,
        _ => node.DeepClone(),
    };
}
