using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>Members of an answer that come in headers or as the status code.</summary>
internal sealed class ResponseHeaders(SourceWriter source)
{
    public void Emit(IEnumerable<Property> properties, string target)
    {
        foreach (var property in properties)
            if (Read(property) is { } read)
                source.Line($"{target}.{property.Name} = {read};");
    }

    private static string? Read(Property property) => property.Member.Location switch
    {
        "statusCode" => "wire.StatusCode",
        "headers" => $"wire.HeadersWithPrefix({Literal.Of(property.Member.LocationName ?? "")})",
        "header" => Header(property, $"wire.Header({Literal.Of(property.WireName)})"),
        _ => null,
    };

    private static string Header(Property property, string header)
    {
        if (property.Member.JsonValue)
            return $"WireValue.FromBase64({header})";
        return property.Shape.Kind switch
        {
            ShapeKind.Enumeration => header,
            ShapeKind.List when property.Shape.Item.Shape.Kind == ShapeKind.Timestamp => $"HeaderList.SplitDates({header})",
            ShapeKind.List when TypeNames.IsValueType(property.Shape.Item.Shape) =>
                $"HeaderList.Split({header}, static item => WireValue.{property.Shape.Item.Shape.Kind}(item).GetValueOrDefault())",
            ShapeKind.List => $"HeaderList.Split({header}, static item => item)",
            var scalar => $"WireValue.{scalar}({header})",
        };
    }
}
