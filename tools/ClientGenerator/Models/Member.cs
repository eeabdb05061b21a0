using System.Text.Json;

namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>A use of a shape: a structure's member, a list's item, a map's key or value.</summary>
public sealed class Member(string name, ServiceModel model, JsonElement definition)
{
    public string Name => name;

    public Shape Shape => model.Shape(definition.Text("shape")!);

    /// <summary>The name on the wire, where the model gives one.</summary>
    public string? LocationName => definition.Text("locationName");

    /// <summary>The name in EC2's forms, where it differs even from the wire name.</summary>
    public string? QueryName => definition.Text("queryName");

    /// <summary>Header, headers, uri, querystring or statusCode; null is the body.</summary>
    public string? Location => definition.Text("location");

    public bool Flattened => definition.Flag("flattened") || Shape.Flattened;

    /// <summary>The name of each item of a flattened list: the older models flatten the list's shape and name its items.</summary>
    public string FlattenedItemName =>
        (Shape.Flattened ? Shape.Item.LocationName : null) ?? LocationName ?? name;

    public bool XmlAttribute => definition.Flag("xmlAttribute");

    public bool IdempotencyToken => definition.Flag("idempotencyToken");

    public bool JsonValue => definition.Flag("jsonvalue");

    public string? TimestampFormat => definition.Text("timestampFormat") ?? Shape.TimestampFormat;

    public XmlNamespace? XmlNamespace => Namespace(definition);

    internal static XmlNamespace? Namespace(JsonElement definition) =>
        definition.Property("xmlNamespace") switch
        {
            { ValueKind: JsonValueKind.Object } value => new XmlNamespace(value.Text("uri")!, value.Text("prefix")),
            { ValueKind: JsonValueKind.String } value => new XmlNamespace(value.GetString()!, null),
            _ => null,
        };
}
