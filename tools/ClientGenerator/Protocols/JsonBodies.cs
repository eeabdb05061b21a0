using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>Bodies in JSON, for the REST and the RPC flavour.</summary>
internal sealed class JsonBodies(Service service, SourceWriter source, string contentType = "application/json") : IBodyEmitter
{
    public void EmitMembers(Operation operation, IReadOnlyList<Property> members)
    {
        source.Line($"using var writer = RequestFactory.JsonBody(wire, {Literal.Of(contentType)});");
        source.Line("writer.WriteStartObject();");
        foreach (var member in InOfficialOrder(members))
            EmitMember(member, "request." + member.Name);
        source.Line("writer.WriteEndObject();");
        source.Line("writer.Flush();");
    }

    public void EmitPayload(Property payload)
    {
        if (payload.Shape.Union)
            source.Line($"if (request.{payload.Name} is null) return wire;");
        source.Line($"using var writer = RequestFactory.JsonBody(wire, {Literal.Of(contentType)});");
        if (payload.Shape.Kind == ShapeKind.Document)
            source.Line($"JsonWriting.Document(writer, request.{payload.Name});");
        else
            source.Line($"JsonWriting.Payload(writer, request.{payload.Name}, {ValueWriter(payload.Member)});");
        source.Line("writer.Flush();");
    }

    public void EmitStructure(Shape shape)
    {
        source.Open($"private static void Write{service.ClassName(shape)}(Utf8JsonWriter writer, {service.ClassName(shape)} value)");
        source.Line("writer.WriteStartObject();");
        foreach (var property in InOfficialOrder(service.Properties(shape)))
            EmitMember(property, "value." + property.Name);
        source.Line("writer.WriteEndObject();");
        source.Close();
    }

    /// <summary>The order doesn't matter in JSON; that of the official clients keeps the bytes comparable.</summary>
    private static IEnumerable<Property> InOfficialOrder(IEnumerable<Property> properties) =>
        properties.OrderBy(property => property.Name, StringComparer.OrdinalIgnoreCase);

    private void EmitMember(Property property, string value)
    {
        var name = Literal.Of(property.WireName);
        if (property.Shape.Kind == ShapeKind.Document)
            source.Line($"JsonWriting.DocumentMember(writer, {name}, {value});");
        else if (property.Member.IdempotencyToken)
            source.Line($"JsonWriting.Member(writer, {name}, IdempotencyToken.Of({value}), JsonWriting.String);");
        else
            source.Line($"JsonWriting.Member(writer, {name}, {value}, {ValueWriter(property.Member)});");
    }

    private string ValueWriter(Member member, bool inCollection = false) => member.Shape.Kind switch
    {
        ShapeKind.Structure => $"Write{service.ClassName(member.Shape)}",
        ShapeKind.List => $"static (writer, list) => JsonWriting.List(writer, list, {ValueWriter(member.Shape.Item, inCollection: true)})",
        ShapeKind.Map => $"static (writer, map) => JsonWriting.Map(writer, map, {ValueWriter(member.Shape.Value, inCollection: true)})",
        ShapeKind.Enumeration when inCollection => "JsonWriting.String",
        ShapeKind.Timestamp => "JsonWriting." + WireExpressions.TimestampMethod(member, "unixTimestamp"),
        var scalar => "JsonWriting." + scalar,
    };
}
