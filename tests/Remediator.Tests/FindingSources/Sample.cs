using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

/// <summary>The sample findings of the playbooks, as they are or changed in one place.</summary>
internal static class Sample
{
    public const string Instance = "i-0a1b2c3d4e5f60718";

    public static IReadOnlyList<string> All { get; } =
        [.. Directory.GetFiles(Repository.Samples, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Samples, name));

    public static JsonObject Json(string name) => JsonNode.Parse(Text(name))!.AsObject();

    public static Finding Read(string name) => One(FindingReader.Read(Text(name)));

    /// <summary>Reads the sample after a change of its <c>detail</c>.</summary>
    public static Finding Read(string name, Action<JsonNode> change) => One(Try(name, change));

    public static SourceResult Try(string name, Action<JsonNode> change)
    {
        var document = Json(name);
        change(document["detail"]!);
        return FindingReader.Read(document.ToJsonString());
    }

    public static Finding One(SourceResult result)
    {
        var parsed = Assert.IsType<SourceResult.Parsed>(result);
        Assert.Empty(parsed.Skipped);
        return Assert.Single(parsed.Findings);
    }

    public static string Reason(SourceResult result) => Assert.IsType<SourceResult.Rejected>(result).Reason;

    public static IEnumerable<string> Ids(this Finding finding, Involvement involvement) =>
        finding.Resources.Where(r => r.Involvement == involvement).Select(r => $"{r.Kind}={r.Id}");
}
