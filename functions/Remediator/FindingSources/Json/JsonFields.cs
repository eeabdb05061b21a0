using System.Globalization;
using System.Text.Json;

namespace Remediator.FindingSources.Json;

/// <summary>Reads fields of documents that spell their names in camelCase (events) or PascalCase (API answers), and never throws.</summary>
/// <remarks>A missing field is an <see cref="JsonValueKind.Undefined"/> element, so that lookups chain without null checks.</remarks>
internal static class JsonFields
{
    public static JsonElement Field(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return default;
        try
        {
            if (element.TryGetProperty(name, out var value))
                return value;
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair can't be compared; the loop below passes over it.
        }

        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(NameOf(property), name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return default;
    }

    /// <summary>The first field that is an object.</summary>
    public static JsonElement ObjectField(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.Field(name) is { ValueKind: JsonValueKind.Object } found)
                return found;
        }

        return default;
    }

    public static bool IsObject(this JsonElement element) => element.ValueKind == JsonValueKind.Object;

    /// <summary>The entries of an array; a single object counts as an array of one, anything else as empty.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray(),
        JsonValueKind.Object => [element],
        _ => [],
    };

    /// <summary>A string, or a number as its digits; null for all else.</summary>
    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
            return element.GetRawText();
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // "\ud800": half of a surrogate pair is no text
        }
    }

    public static string? Text(this JsonElement element, string name) => element.Field(name).Text();

    /// <summary>A text fit to name something (see <see cref="SafeText"/>), or null.</summary>
    public static string? Identifier(this JsonElement element, string name) => SafeText.IdentifierOrNull(element.Field(name).Text());

    /// <summary>A number, also when written as a string.</summary>
    public static double? Number(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out var number) => number,
        JsonValueKind.String when double.TryParse(element.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>True also for the strings "true" and "True".</summary>
    public static bool IsTrue(this JsonElement element) =>
        element.ValueKind == JsonValueKind.True || string.Equals(element.Text(), "true", StringComparison.OrdinalIgnoreCase);

    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
