using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.CSharp;

/// <summary>The C# types of the official v4 packages for the model's shapes.</summary>
public sealed class TypeNames(Service service)
{
    /// <summary>A property's type: scalars are nullable.</summary>
    public string Of(Shape shape)
    {
        if (service.UnwrappedMember(shape) is { } unwrapped)
            return Of(unwrapped.Shape);
        return shape.Kind switch
        {
            ShapeKind.String => "string",
            ShapeKind.Boolean => "bool?",
            ShapeKind.Integer => "int?",
            ShapeKind.Long => "long?",
            ShapeKind.Float => "float?",
            ShapeKind.Double => "double?",
            ShapeKind.Timestamp => "DateTime?",
            ShapeKind.Blob => service.IsEc2 ? "string" : "MemoryStream",
            ShapeKind.Document => "Amazon.Runtime.Documents.Document",
            ShapeKind.List => $"List<{OfItem(shape.Item.Shape)}>",
            ShapeKind.Map => $"Dictionary<{OfItem(shape.Key.Shape)}, {OfItem(shape.Value.Shape)}>",
            _ => service.ClassName(shape),
        };
    }

    /// <summary>The type inside a collection: scalars aren't nullable, enumerations are strings.</summary>
    public string OfItem(Shape shape)
    {
        if (service.UnwrappedMember(shape) is { } unwrapped)
            shape = unwrapped.Shape;
        return shape.Kind == ShapeKind.Enumeration ? "string" : Of(shape).TrimEnd('?');
    }

    public static bool IsValueType(Shape shape) => shape.Kind is
        ShapeKind.Boolean or ShapeKind.Integer or ShapeKind.Long or ShapeKind.Float or ShapeKind.Double or ShapeKind.Timestamp;
}
