using System.Text.Json;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>The cases that these clients don't follow, each with its reason: exclusions.json.</summary>
internal static class Exclusions
{
    public static IReadOnlyDictionary<string, string> ReasonByCase { get; } = Load();

    private static Dictionary<string, string> Load()
    {
        var reasons = new Dictionary<string, string>();
        using var document = JsonDocument.Parse(File.ReadAllText(TestFiles.Path("ProtocolTests", "exclusions.json")));
        foreach (var group in document.RootElement.EnumerateArray())
            foreach (var key in group.GetProperty("cases").EnumerateArray())
                reasons.Add(key.GetString()!, group.GetProperty("reason").GetString()!);
        return reasons;
    }
}
