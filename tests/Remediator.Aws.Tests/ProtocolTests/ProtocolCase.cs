using System.Text.Json;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>One case of AWS's protocol test suites.</summary>
/// <param name="Direction">input: a request to compare; output: an answer to read.</param>
public sealed record ProtocolCase(string Direction, string Suite, string Id, string ClientEndpoint, JsonElement Definition)
{
    /// <summary>The name by which a theory and an exclusion call the case.</summary>
    public string Key => $"{Direction}/{Suite}/{Id}";

    public string OperationName => Definition.GetProperty("given").GetProperty("name").GetString()!;

    public bool IsError => Definition.TryGetProperty("errorCode", out _);
}
