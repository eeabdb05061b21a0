using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>Answers in JSON: of the JSON and REST JSON protocols.</summary>
internal sealed class JsonResponses(Service service, SourceWriter source) : ResponseEmitter(service, source)
{
    protected override string ErrorRoot => "wire.Json";

    protected override string RootOf(Operation operation) => "wire.Json";

    protected override void EmitMembers(IReadOnlyList<Property> properties, string root, string target)
    {
        Source.Open($"foreach (var property in JsonReading.Members({root}))");
        Source.Open("switch (property.Name)");
        foreach (var property in properties)
            Source.Line($"case {Literal.Of(property.WireName)}: {target}.{property.Name} = {Read(property.Member, "property.Value")}; break;");
        Source.Close();
        Source.Close();
    }

    protected override void EmitStructure(Shape shape)
    {
        var name = Service.ClassName(shape);
        Source.Open($"private static {name} Read{name}(JsonElement element)");
        Source.Open("if (JsonReading.Absent(element))");
        Source.Line("return null;");
        Source.Close();
        Source.Line($"var value = new {name}();");
        if (Service.Properties(shape).ToList() is { Count: > 0 } properties)
            EmitMembers(properties, "element", "value");
        Source.Line("return value;");
        Source.Close();
    }

    protected override string Read(Member member, string value) => member.Shape.Kind switch
    {
        ShapeKind.Structure => $"Read{Service.ClassName(member.Shape)}({value})",
        ShapeKind.List => $"JsonReading.List({value}, {ItemReader(member.Shape.Item)})",
        ShapeKind.Map => $"JsonReading.Map({value}, {ItemReader(member.Shape.Value)})",
        ShapeKind.Enumeration => $"JsonReading.String({value})",
        var scalar => $"JsonReading.{scalar}({value})",
    };

    private string ItemReader(Member item) => item.Shape.Kind switch
    {
        ShapeKind.Structure => $"Read{Service.ClassName(item.Shape)}",
        ShapeKind.String or ShapeKind.Enumeration => "JsonReading.String",
        _ when TypeNames.IsValueType(item.Shape) => $"static item => {Read(item, "item")}.GetValueOrDefault()",
        _ => $"static item => {Read(item, "item")}",
    };
}
