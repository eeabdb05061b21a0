namespace Remediator.Cli.Sandbox.Http;

/// <summary>One request as it came over the wire.</summary>
internal sealed record HttpRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>One answer; <see cref="HttpServer"/> adds the length.</summary>
internal sealed record HttpReply(int Status, string ContentType, byte[] Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
