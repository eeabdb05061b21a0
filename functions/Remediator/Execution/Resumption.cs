using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediator.Execution;

/// <summary>A message to a lane's queue that an execution is to be taken up again from the ledger: after a decision, or when its time has come.</summary>
/// <remarks>It says nothing but which: all that is done follows from the ledger, so that it may come twice, late or from anybody.</remarks>
public static class Resumption
{
    private const string Member = "remediator-resume";

    public static string Of(string executionId) => new JsonObject { [Member] = executionId }.ToJsonString();

    /// <summary>The execution's id; null for any other document.</summary>
    public static string? Read(ReadOnlySpan<byte> document)
    {
        // Findings are long, and this is looked for before them.
        if (document.Length > 200 || document.IndexOf("\"remediator-resume\""u8) < 0)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(document);
            return JsonElement.TryParseValue(ref reader, out var root) && root is { ValueKind: JsonValueKind.Object } message
                && message.TryGetProperty(Member, out var id) && id.ValueKind == JsonValueKind.String
                    ? id.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
