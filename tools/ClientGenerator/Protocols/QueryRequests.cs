using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>The query and EC2 protocols: every member is a numbered form parameter.</summary>
internal sealed class QueryRequests(Service service, SourceWriter source) : RequestEmitter(service, source)
{
    protected override void EmitOperation(Operation operation)
    {
        Source.Line($"var wire = RequestFactory.Query(request, {Literal.Of(Service.Namespace)}, {Literal.Of(operation.Name)}, {Literal.Of(Service.Model.ApiVersion)});");
        EmitHostPrefix(operation);
        var properties = Service.Properties(operation.Input).ToList();
        if (properties.Count > 0)
            Source.Line("var parameters = wire.Parameters;");
        foreach (var property in properties)
            EmitMember(property.Member, Literal.Of(NameOf(property.Member)), "request." + property.Name);
        Source.Line("return RequestFactory.CompleteQuery(wire);");
    }

    protected override void EmitStructure(Shape shape)
    {
        Source.Open($"private static void Write{Service.ClassName(shape)}(IDictionary<string, string> parameters, string key, {Service.ClassName(shape)} value)");
        foreach (var property in Service.Properties(shape))
            EmitMember(property.Member, "key + " + Literal.Of("." + NameOf(property.Member)), "value." + property.Name);
        Source.Close();
    }

    private void EmitMember(Member member, string key, string value) => Source.Line(Write(member, key, value) + ";");

    private string Write(Member member, string key, string value)
    {
        if (Service.UnwrappedMember(member.Shape) is { } unwrapped)
            return Write(unwrapped, Append(key, NameOf(unwrapped)), value);
        var shape = member.Shape;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                return $"QueryWriting.AddStructure(parameters, {key}, {value}, Write{Service.ClassName(shape)})";
            case ShapeKind.List when Service.IsEc2 || member.Flattened:
                return $"QueryWriting.AddFlatList(parameters, {key}, {value}, {ItemWriter(shape.Item)})";
            case ShapeKind.List:
                return $"QueryWriting.AddList(parameters, {key}, {Literal.Of(shape.Item.LocationName ?? "member")}, {value}, {ItemWriter(shape.Item)})";
            case ShapeKind.Map:
                var entries = member.Flattened ? key : Append(key, "entry");
                return $"QueryWriting.AddMap(parameters, {entries}, {Literal.Of(shape.Key.LocationName ?? "key")}, {Literal.Of(shape.Value.LocationName ?? "value")}, {value}, {ItemWriter(shape.Value)})";
            default:
                return $"QueryWriting.Add(parameters, {key}, {WireExpressions.Text(member, value)})";
        }
    }

    private string ItemWriter(Member item) =>
        item.Shape.Kind == ShapeKind.Structure && Service.UnwrappedMember(item.Shape) is null
            ? $"Write{Service.ClassName(item.Shape)}"
            : $"static (parameters, key, item) => {Write(item, "key", "item")}";

    private string NameOf(Member member)
    {
        if (Service.IsEc2)
            return member.QueryName ?? Identifiers.Capitalize(member.LocationName ?? member.Name);
        if (member is { Shape.Kind: ShapeKind.List, Flattened: true })
            return member.FlattenedItemName;
        return member.LocationName ?? member.Name;
    }

    private static string Append(string key, string name) =>
        key.EndsWith('"') ? key[..^1] + "." + name + "\"" : $"{key} + \".{name}\"";
}
