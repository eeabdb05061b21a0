using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediator.Infra.Tests.Support;

/// <summary>Events of AWS services as they come over EventBridge: the samples, and many more where the corpus is there.</summary>
internal static class RecordedEvents
{
    public static IReadOnlyList<RecordedEvent> All { get; } =
        [.. Folders().SelectMany(folder => Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)).Select(Read).OfType<RecordedEvent>()];

    private static IEnumerable<string> Folders() => Repository.Corpus is { } corpus ? [Path.Combine(Repository.Playbooks, "samples"), corpus] : [Path.Combine(Repository.Playbooks, "samples")];

    /// <summary>Null for what is no event: bare findings, and files that are broken on purpose.</summary>
    private static RecordedEvent? Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject json && Text(json["source"]) is { } source && Text(json["detail-type"]) is { } type && json["detail"] is JsonObject detail
                ? new RecordedEvent(Path.GetRelativePath(Repository.Root, file), source, type, detail, json)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}

internal sealed record RecordedEvent(string File, string Source, string DetailType, JsonObject Detail, JsonObject Whole);
