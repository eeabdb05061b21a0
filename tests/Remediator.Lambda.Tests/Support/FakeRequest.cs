using System.Text;
using System.Text.Json;

namespace Remediator.Lambda.Tests.Support;

/// <summary>One request as it came over the wire.</summary>
internal sealed record FakeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, int Connection)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The request line without the API's version prefix, as in <c>GET invocation/next</c>.</summary>
    public string Call => $"{Method} {Path.Replace("/2018-06-01/runtime/", "", StringComparison.Ordinal)}";
}
