using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Emitters;

/// <summary>Enumerations as the official clients have them: open sets of constants.</summary>
internal sealed class EnumerationEmitter(Service service, SourceWriter source)
{
    public void Emit()
    {
        var enumerations = service.Inputs.Concat(service.Outputs).Concat(service.ErrorMembers)
            .Where(shape => shape.Kind == ShapeKind.Enumeration)
            .DistinctBy(shape => shape.Name)
            .OrderBy(shape => shape.Name, StringComparer.Ordinal);
        foreach (var shape in enumerations)
        {
            EmitEnumeration(shape);
            source.Line();
        }
    }

    private void EmitEnumeration(Shape shape)
    {
        var name = service.ClassName(shape);
        source.Open($"public class {name} : ConstantClass");
        foreach (var value in service.EnumerationValues(shape))
            source.Line($"public static readonly {name} {Identifiers.OfEnumerationValue(value)} = new({Literal.Of(value)});");
        source.Line($"public {name}(string value) : base(value) {{ }}");
        source.Line($"public static {name} FindValue(string value) => value is null ? null : new(value);");
        source.Line($"public static implicit operator {name}(string value) => FindValue(value);");
        source.Close();
    }
}
