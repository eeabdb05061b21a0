using System.Text.Json.Nodes;

namespace Remediator.Infra.Tests.Support;

/// <summary>Questions to a CloudFormation template.</summary>
/// <param name="messages">What the synthesis tells people.</param>
internal sealed class StackTemplate(JsonNode template, IReadOnlyList<string> messages)
{
    public IReadOnlyList<string> Messages => messages;

    public JsonObject Resources { get; } = template[nameof(Resources)]!.AsObject();

    public IReadOnlyList<StackResource> Of(string type) =>
        [.. Resources.Where(r => (string?)r.Value!["Type"] == type).Select(r => new StackResource(r.Key, r.Value!["Properties"]?.AsObject() ?? [], r.Value!.AsObject()))];

    /// <summary>Every statement of every policy: of roles, queues, topics and keys.</summary>
    public IReadOnlyList<PolicyStatement> Statements() =>
        [.. Resources.SelectMany(r => Documents(r.Value!["Properties"]).SelectMany(d => d["Statement"]!.AsArray()).Select(s => new PolicyStatement(r.Key, (string)r.Value!["Type"]!, s!.AsObject())))];

    private static IEnumerable<JsonObject> Documents(JsonNode? node) => node switch
    {
        JsonObject json when json.ContainsKey("Statement") => [json],
        JsonObject json => json.SelectMany(p => Documents(p.Value)),
        JsonArray array => array.SelectMany(Documents),
        _ => [],
    };
}

internal sealed record StackResource(string Id, JsonObject Properties, JsonObject Resource)
{
    public JsonNode? this[string property] => Properties[property];
}

/// <summary>One statement and the resource that carries it.</summary>
internal sealed record PolicyStatement(string Owner, string OwnerType, JsonObject Json)
{
    public bool Allows => (string?)Json["Effect"] == "Allow";

    public IReadOnlyList<string> Actions => Intrinsic.Texts(Json["Action"]);

    public IReadOnlyList<string> Targets => Intrinsic.Texts(Json["Resource"]);
}

/// <summary>CloudFormation's functions as plain text.</summary>
internal static class Intrinsic
{
    public static IReadOnlyList<string> Texts(JsonNode? oneOrMany) => oneOrMany is JsonArray many ? [.. many.Select(Text)] : oneOrMany is null ? [] : [Text(oneOrMany)];

    /// <summary>A reference becomes the referenced name in angle brackets, an attribute the resource's name.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        JsonValue value => value.ToString(),
        JsonObject json when json["Ref"] is { } name => $"<{name}>",
        JsonObject json when json["Fn::GetAtt"] is JsonArray attribute => $"<{attribute[0]}>",
        JsonObject json when json["Fn::Join"] is JsonArray join => string.Join((string)join[0]!, join[1]!.AsArray().Select(Text)),
        _ => node?.ToJsonString() ?? "",
    };
}
