using System.Text.Json;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>All cases of the suites in the folder Suites.</summary>
public static class ProtocolCases
{
    private static readonly Lazy<Dictionary<string, ProtocolCase>> Cases = new(() => Load().ToDictionary(candidate => candidate.Key));

    public static IReadOnlyCollection<ProtocolCase> All => Cases.Value.Values;

    public static ProtocolCase Of(string key) => Cases.Value[key];

    private static IEnumerable<ProtocolCase> Load()
    {
        foreach (var direction in (string[])["input", "output"])
            foreach (var file in Directory.GetFiles(TestFiles.Path("ProtocolTests", "Suites", direction), "*.json").Order(StringComparer.Ordinal))
                foreach (var group in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray())
                    foreach (var definition in group.GetProperty("cases").EnumerateArray())
                        yield return new ProtocolCase(
                            direction,
                            Path.GetFileNameWithoutExtension(file),
                            definition.GetProperty("id").GetString()!,
                            group.TryGetProperty("clientEndpoint", out var endpoint) ? endpoint.GetString()! : "https://example.com",
                            definition);
    }
}
