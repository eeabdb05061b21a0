using System.Text.Json;
using Amazon.Runtime.Documents;

namespace Amazon.Runtime.Generated;

/// <summary>JSON values back to members; JSON null and absence are both null.</summary>
public static class JsonReading
{
    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement;

    /// <summary>The members of an object; none where there is no object.</summary>
    public static JsonElement.ObjectEnumerator Members(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Object ? value : EmptyObject).EnumerateObject();

    public static string? String(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    public static bool? Boolean(JsonElement value) => Absent(value) ? null : value.GetBoolean();

    public static int? Integer(JsonElement value) => Absent(value) ? null : value.GetInt32();

    public static long? Long(JsonElement value) => Absent(value) ? null : value.GetInt64();

    public static float? Float(JsonElement value) => (float?)Double(value);

    public static double? Double(JsonElement value) =>
        Absent(value) ? null : value.ValueKind == JsonValueKind.String ? WireValue.Double(value.GetString()) : value.GetDouble();

    public static DateTime? Timestamp(JsonElement value) =>
        Absent(value) ? null
        : value.ValueKind == JsonValueKind.Number ? WireValue.UnixTime(value.GetDouble())
        : WireValue.Timestamp(value.GetString());

    public static MemoryStream? Blob(JsonElement value) => Absent(value) ? null : new(value.GetBytesFromBase64());

    public static List<T>? List<T>(JsonElement value, Func<JsonElement, T> read)
    {
        if (Absent(value))
            return null;
        var items = new List<T>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
            items.Add(read(item));
        return items;
    }

    public static Dictionary<string, T>? Map<T>(JsonElement value, Func<JsonElement, T> read)
    {
        if (Absent(value))
            return null;
        var entries = new Dictionary<string, T>();
        foreach (var entry in value.EnumerateObject())
            entries[entry.Name] = read(entry.Value);
        return entries;
    }

    public static Document Document(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => new Document(),
        JsonValueKind.True or JsonValueKind.False => new Document(value.GetBoolean()),
        JsonValueKind.String => new Document(value.GetString()),
        JsonValueKind.Number => value.TryGetInt32(out var small) ? new Document(small)
            : value.TryGetInt64(out var large) ? new Document(large) : new Document(value.GetDouble()),
        JsonValueKind.Array => new Document(value.EnumerateArray().Select(Document).ToList()),
        _ => new Document(value.EnumerateObject().ToDictionary(entry => entry.Name, entry => Document(entry.Value))),
    };

    /// <summary>Whether there is nothing to read members from.</summary>
    public static bool Absent(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;
}
