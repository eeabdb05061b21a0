using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>Bodies in XML.</summary>
internal sealed class XmlBodies(Service service, SourceWriter source) : IBodyEmitter
{
    public void EmitMembers(Operation operation, IReadOnlyList<Property> members)
    {
        var input = operation.Input!;
        var name = input.LocationName ?? operation.InputElement ?? input.Name;
        source.Line("using var writer = RequestFactory.XmlBody(wire);");
        source.Line($"XmlWriting.Start(writer, {Literal.Of(name)}{Namespace(operation.InputNamespace ?? input.XmlNamespace)});");
        foreach (var member in AttributesFirst(members))
            EmitMember(member, "request." + member.Name);
        source.Line("writer.WriteEndElement();");
        source.Line("writer.Flush();");
    }

    public void EmitPayload(Property payload)
    {
        var name = RootOf(payload);
        source.Line("using var writer = RequestFactory.XmlBody(wire);");
        source.Line(Write(payload.Member, name, "request." + payload.Name, payload.Member.XmlNamespace ?? payload.Shape.XmlNamespace) + ";");
        source.Line("writer.Flush();");
    }

    public void EmitStructure(Shape shape)
    {
        source.Open($"private static void Write{service.ClassName(shape)}(XmlWriter writer, {service.ClassName(shape)} value)");
        foreach (var property in AttributesFirst(service.Properties(shape)))
            EmitMember(property, "value." + property.Name);
        source.Close();
    }

    private void EmitMember(Property property, string value)
    {
        if (property.Member.XmlAttribute)
            source.Line($"XmlWriting.Attribute(writer, {Literal.Of(property.WireName)}, {WireExpressions.Text(property.Member, value)});");
        else
            source.Line(Write(property.Member, property.WireName, value, property.Member.XmlNamespace ?? property.Shape.XmlNamespace) + ";");
    }

    private string Write(Member member, string name, string value, XmlNamespace? xmlNamespace)
    {
        var shape = member.Shape;
        var element = $"writer, {Literal.Of(name)}, {value}";
        return shape.Kind switch
        {
            ShapeKind.Structure => $"XmlWriting.Element({element}, Write{service.ClassName(shape)}{Namespace(xmlNamespace)})",
            ShapeKind.List when member.Flattened =>
                $"XmlWriting.Items(writer, {Literal.Of(member.FlattenedItemName)}, {value}, {ItemWriter(shape.Item)}{Namespace(xmlNamespace)})",
            ShapeKind.List => $"XmlWriting.Element({element}, static (writer, list) => {Items(shape, "list")}{Namespace(xmlNamespace)})",
            ShapeKind.Map when member.Flattened => Entries(shape, name, value),
            ShapeKind.Map => $"XmlWriting.Element({element}, static (writer, map) => {Entries(shape, "entry", "map")}{Namespace(xmlNamespace)})",
            _ => $"XmlWriting.Text(writer, {Literal.Of(name)}, {WireExpressions.Text(member, value)}{Namespace(xmlNamespace)})",
        };
    }

    private string Items(Shape list, string value) =>
        $"XmlWriting.Items(writer, {Literal.Of(list.Item.LocationName ?? "member")}, {value}, {ItemWriter(list.Item)}{Namespace(list.Item.XmlNamespace)})";

    private string Entries(Shape map, string name, string value) =>
        $"XmlWriting.Entries(writer, {Literal.Of(name)}, {Name(map.Key, "key")}, {Name(map.Value, "value")}, {value}, {ItemWriter(map.Value)})";

    private string ItemWriter(Member item) => item.Shape.Kind switch
    {
        ShapeKind.Structure => $"Write{service.ClassName(item.Shape)}",
        ShapeKind.List => $"static (writer, list) => {Items(item.Shape, "list")}",
        ShapeKind.Map => $"static (writer, map) => {Entries(item.Shape, "entry", "map")}",
        _ => $"static (writer, item) => writer.WriteString({WireExpressions.Text(item, "item")})",
    };

    /// <summary>The models name the root on the member, beside its namespace; a name that merely repeats the member's says nothing.</summary>
    private static string RootOf(Property payload) =>
        payload.Member.LocationName is { } name && (payload.Member.XmlNamespace is not null || name != payload.Member.Name)
            ? name
            : payload.Shape.LocationName ?? payload.Shape.Name;

    private static IEnumerable<Property> AttributesFirst(IEnumerable<Property> properties) =>
        properties.OrderBy(property => !property.Member.XmlAttribute);

    private static string Name(Member member, string fallback) =>
        $"new({Literal.Of(member.LocationName ?? fallback)}{(member.XmlNamespace is { } declared ? $", {Prefix(declared)}, {Literal.Of(declared.Uri)}" : "")})";

    private static string Prefix(XmlNamespace declared) => declared.Prefix is null ? "null" : Literal.Of(declared.Prefix);

    private static string Namespace(XmlNamespace? xmlNamespace) => xmlNamespace switch
    {
        null => "",
        { Prefix: null } => $", xmlNamespace: {Literal.Of(xmlNamespace.Uri)}",
        _ => $", prefix: {Literal.Of(xmlNamespace.Prefix)}, xmlNamespace: {Literal.Of(xmlNamespace.Uri)}",
    };
}
