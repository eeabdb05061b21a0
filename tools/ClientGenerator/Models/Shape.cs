using System.Text.Json;

namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>A type of the model.</summary>
public sealed class Shape(ServiceModel model, string name, JsonElement definition)
{
    public string Name => name;

    public ShapeKind Kind { get; } = definition.Text("type") switch
    {
        "structure" => definition.Flag("document") ? ShapeKind.Document : ShapeKind.Structure,
        "list" => ShapeKind.List,
        "map" => ShapeKind.Map,
        "string" => definition.Property("enum") is null ? ShapeKind.String : ShapeKind.Enumeration,
        "boolean" => ShapeKind.Boolean,
        "integer" => ShapeKind.Integer,
        "long" => ShapeKind.Long,
        "float" => ShapeKind.Float,
        "double" => ShapeKind.Double,
        "timestamp" => ShapeKind.Timestamp,
        "blob" => ShapeKind.Blob,
        var other => throw new GeneratorException($"Shape {name} has the type {other}, which the generator doesn't know."),
    };

    public IReadOnlyList<Member> Members { get; } =
        [.. definition.Property("members").Properties().Select(member => new Member(member.Name, model, member.Value))];

    /// <summary>A list's items.</summary>
    public Member Item => new("member", model, definition.GetProperty("member"));

    /// <summary>A map's keys.</summary>
    public Member Key => new("key", model, definition.GetProperty("key"));

    /// <summary>A map's values.</summary>
    public Member Value => new("value", model, definition.GetProperty("value"));

    public bool Flattened => definition.Flag("flattened");

    /// <summary>Exactly one member is set.</summary>
    public bool Union => definition.Flag("union");

    public string? LocationName => definition.Text("locationName");

    /// <summary>The member that is the whole body.</summary>
    public string? Payload => definition.Text("payload");

    public string? TimestampFormat => definition.Text("timestampFormat");

    public XmlNamespace? XmlNamespace => Member.Namespace(definition);

    public IEnumerable<string> EnumerationValues => definition.Property("enum").Texts();

    /// <summary>The code on the wire of an error whose name differs from its shape's.</summary>
    public string? ErrorCode => definition.Property("error")?.Text("code");
}
