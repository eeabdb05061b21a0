using System.Text.Json;

namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>Optional properties of a JSON object, read without ceremony.</summary>
internal static class JsonExtensions
{
    public static JsonElement? Property(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool Flag(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonProperty> Properties(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    public static IEnumerable<string> Texts(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray().Select(item => item.GetString()!) : [];
}
