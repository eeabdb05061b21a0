using System.Text.Json.Nodes;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>What an operation answers, before its protocol wraps it.</summary>
internal sealed record Answer
{
    /// <summary>An answer without content.</summary>
    public static readonly Answer Empty = new();

    public int Status { get; private init; } = 200;

    /// <summary>Content of an XML answer: elements, sequences of them, or null for what is left out.</summary>
    public object?[] Content { get; private init; } = [];

    public JsonObject? Document { get; private init; }

    /// <summary>The whole body as it is; the protocol adds nothing.</summary>
    public byte[]? Body { get; private init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    public static Answer Xml(params object?[] content) => new() { Content = content };

    public static Answer Json(JsonObject document) => new() { Document = document };

    public static Answer Raw(byte[] body, int status = 200, params KeyValuePair<string, string>[] headers) => new() { Body = body, Status = status, Headers = headers };
}
