using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>Answers in XML: of the EC2, query and REST XML protocols.</summary>
internal sealed class XmlResponses(Service service, SourceWriter source) : ResponseEmitter(service, source)
{
    protected override string ErrorRoot => "wire.XmlError";

    protected override string RootOf(Operation operation) =>
        Service.Model.Protocol == "query" ? $"wire.Xml.Child({Literal.Of(operation.ResultWrapper ?? operation.Name + "Result")})" : "wire.Xml";

    protected override void EmitMembers(IReadOnlyList<Property> properties, string root, string target)
    {
        Source.Open($"foreach (var node in XmlReading.Members({root}))");
        Source.Open("switch (node.Name)");
        foreach (var property in properties)
            EmitCase(property, $"{target}.{property.Name}");
        Source.Close();
        Source.Close();
    }

    protected override void EmitStructure(Shape shape)
    {
        var name = Service.ClassName(shape);
        Source.Open($"private static {name} Read{name}(XmlElementNode element)");
        Source.Line($"var value = new {name}();");
        if (Service.Properties(shape).ToList() is { Count: > 0 } properties)
            EmitMembers(properties, "element", "value");
        Source.Line("return value;");
        Source.Close();
    }

    private void EmitCase(Property property, string target)
    {
        var shape = property.Shape;
        var name = property.WireName;
        var read = Read(property.Member, "node");
        if (property.Member.Flattened && shape.Kind == ShapeKind.List)
        {
            name = property.Member.FlattenedItemName;
            read = $"XmlReading.Append({target}, {ReadItem(shape.Item, "node")})";
        }
        else if (property.Member.Flattened && shape.Kind == ShapeKind.Map)
        {
            read = $"XmlReading.AppendEntry({target}, node, {EntryNames(shape)}, {ItemReader(shape.Value)})";
        }

        Source.Line($"case {Literal.Of(name)}: {target} = {read}; break;");
    }

    protected override string Read(Member member, string value)
    {
        if (Service.UnwrappedMember(member.Shape) is { } unwrapped)
            return Read(unwrapped, $"{value}.Child({Literal.Of(unwrapped.LocationName ?? unwrapped.Name)})");
        var shape = member.Shape;
        return shape.Kind switch
        {
            ShapeKind.Structure => $"Read{Service.ClassName(shape)}({value})",
            ShapeKind.List => $"XmlReading.List({value}, {Literal.Of(shape.Item.LocationName ?? "member")}, {ItemReader(shape.Item)})",
            ShapeKind.Map => $"XmlReading.Map({value}, {EntryNames(shape)}, {ItemReader(shape.Value)})",
            ShapeKind.Enumeration => $"XmlReading.String({value})",
            ShapeKind.Blob when Service.IsEc2 => $"XmlReading.String({value})",
            var scalar => $"XmlReading.{scalar}({value})",
        };
    }

    private string ReadItem(Member item, string value) =>
        Read(item, value) + (TypeNames.IsValueType(item.Shape) ? ".GetValueOrDefault()" : "");

    private string ItemReader(Member item) => item.Shape.Kind switch
    {
        ShapeKind.Structure when Service.UnwrappedMember(item.Shape) is null => $"Read{Service.ClassName(item.Shape)}",
        ShapeKind.String or ShapeKind.Enumeration => "XmlReading.String",
        _ => $"static node => {ReadItem(item, "node")}",
    };

    private static string EntryNames(Shape map) =>
        $"{Literal.Of(map.Key.LocationName ?? "key")}, {Literal.Of(map.Value.LocationName ?? "value")}";
}
