using System.Collections.Immutable;
using System.Text.Json;

namespace Remediator.FindingSources.Json;

/// <summary>Reads tags, written as a list of key and value or as a map.</summary>
internal static class JsonTags
{
    /// <summary>The tags, or null when the finding does not say or one of them can't be read: half of the tags could hide an exemption.</summary>
    public static ImmutableDictionary<string, string>? Tags(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => FromList(element),
        JsonValueKind.Object => FromMap(element),
        _ => null,
    };

    private static ImmutableDictionary<string, string>? FromList(JsonElement list)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in list.EnumerateArray())
        {
            if (tag.Text("key") is not { } key || ValueOf(tag.Field("value")) is not { } value)
                return null;
            tags[key] = value;
        }

        return tags.ToImmutable();
    }

    private static ImmutableDictionary<string, string>? FromMap(JsonElement map)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var property in map.EnumerateObject())
        {
            if (JsonFields.NameOf(property) is not { } key || ValueOf(property.Value) is not { } value)
                return null;
            tags[key] = value;
        }

        return tags.ToImmutable();
    }

    /// <summary>A tag without a value has an empty one.</summary>
    private static string? ValueOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? "" : value.Text();
}
