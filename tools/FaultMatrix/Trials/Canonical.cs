using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Remediator.FaultMatrix.Trials;

/// <summary>A snapshot without what differs from run to run: times, and the ids of what the run created; in files too.</summary>
internal static partial class Canonical
{
    public static string Of(string snapshot, string start)
    {
        var known = Id().Matches(start).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        var root = JsonNode.Parse(snapshot);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        FindFiles("", root, files);
        return (Of(root, Masked) ?? new JsonObject()).ToJsonString();

        string Masked(string text)
        {
            var ids = Id().Replace(text, m => known.Contains(m.Value) ? m.Value : $"{m.Groups[1].Value}-new");
            return Time().Replace(files.Count == 0 ? ids : Hash().Replace(ids, m => files.TryGetValue(m.Value, out var path) ? $"(hash of {path})" : m.Value), "(time)");
        }
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
                return FileIn(text) is { } file && JsonIn(file) is { } inner ? Of(inner, mask) : mask(text);
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>By the hash of what is in it: a manifest that names it is compared by what it names, and one that names something else shows.</summary>
    private static void FindFiles(string path, JsonNode? node, Dictionary<string, string> files)
    {
        if (node is JsonObject many)
        {
            foreach (var (name, value) in many)
            {
                FindFiles($"{path}/{name}", value, files);
            }
        }
        else if (node is JsonValue value && value.TryGetValue<string>(out var text) && FileIn(text) is { } file)
        {
            files[Convert.ToHexStringLower(SHA256.HashData(file))] = path;
        }
    }

    /// <summary>The bytes of an object as the snapshot shows them; null where the text is none.</summary>
    private static byte[]? FileIn(string text)
    {
        var file = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, file, out var length) ? file[..length] : null;
    }

    private static JsonNode? JsonIn(byte[] file)
    {
        try
        {
            return file is [(byte)'{', ..] ? JsonNode.Parse(file) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\b([a-z]+(?:-[a-z]+)?)-[0-9a-f]{17}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)?")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b")]
    private static partial Regex Hash();
}
