using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Emitters;

/// <summary>Requests, responses, structures and exceptions.</summary>
internal sealed class ModelEmitter(Service service, SourceWriter source)
{
    private readonly TypeNames _types = new(service);

    public void Emit()
    {
        var emitted = new HashSet<string>();
        foreach (var operation in service.Operations)
        {
            EmitClass(operation.Name + "Request", service.RequestBaseName, Members(service.Properties(operation.Input)));
            EmitClass(operation.Name + "Response", "AmazonWebServiceResponse", ResponseMembers(operation));
            emitted.Add(operation.Name + "Request");
            emitted.Add(operation.Name + "Response");
        }

        var structures = service.Inputs.Concat(service.Outputs).Concat(service.ErrorMembers)
            .Where(shape => shape.Kind == ShapeKind.Structure)
            .OrderBy(shape => shape.Name, StringComparer.Ordinal);
        foreach (var shape in structures)
            if (emitted.Add(service.ClassName(shape)))
                EmitClass(service.ClassName(shape), null, Members(service.Properties(shape)));
        foreach (var error in service.Errors)
            EmitException(error);
    }

    private List<string> ResponseMembers(Operation operation) =>
        service.WrappedResult(operation) is { } wrapper
            ? [$"public {service.ClassName(operation.Output!)} {wrapper} {{ get; set; }}"]
            : [.. service.Properties(operation.Output).Select(property => Member(property, HidesResponseMember(property)))];

    private List<string> Members(IEnumerable<Property> properties) => [.. properties.Select(property => Member(property))];

    private string Member(Property property, bool hidesInherited = false) =>
        $"public {(hidesInherited || property.Name is "Equals" or "ToString" or "GetType" ? "new " : "")}{_types.Of(property.Shape)} {property.Name} {{ get; set; }}";

    private static bool HidesResponseMember(Property property) =>
        property.Name is "ContentLength" or "ResponseMetadata" or "HttpStatusCode";

    private void EmitClass(string name, string? baseName, List<string> members)
    {
        source.Open($"public partial class {name}{(baseName is null ? "" : " : " + baseName)}");
        foreach (var member in members)
            source.Line(member);
        source.Close();
        source.Line();
        if (members.Any(member => member.Contains($" {name} {{ get;", StringComparison.Ordinal)))
            throw new GeneratorException($"{service.Namespace}: the class {name} has a member of its own name; add it to \"renameMembers\".");
    }

    private void EmitException(Shape error)
    {
        var name = Identifiers.OfException(error.Name);
        source.Open($"public partial class {name} : {service.ExceptionName}");
        ExceptionConstructors.Emit(source, name);
        foreach (var member in Members(service.ErrorProperties(error)))
            source.Line(member);
        source.Close();
        source.Line();
    }
}
