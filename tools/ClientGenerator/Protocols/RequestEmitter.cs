using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>Emits, for one protocol, the code that marshals a service's requests.</summary>
internal abstract class RequestEmitter(Service service, SourceWriter source)
{
    protected Service Service => service;

    protected SourceWriter Source => source;

    public static RequestEmitter For(Service service, SourceWriter source) => service.Model.Protocol switch
    {
        "ec2" or "query" => new QueryRequests(service, source),
        "json" => new JsonRequests(service, source),
        "rest-json" => new RestRequests(service, source, new JsonBodies(service, source)),
        "rest-xml" => new RestRequests(service, source, new XmlBodies(service, source)),
        var other => throw new GeneratorException($"{service.Namespace} speaks {other}, which the generator doesn't know."),
    };

    public void EmitAll()
    {
        foreach (var operation in service.Operations)
        {
            source.Open($"internal static IRequest {operation.Name}(AmazonWebServiceRequest input)");
            source.Line($"var request = ({operation.Name}Request)input;");
            EmitOperation(operation);
            source.Close();
            source.Line();
        }

        foreach (var shape in service.Inputs.Where(shape => shape.Kind == ShapeKind.Structure))
        {
            EmitStructure(shape);
            source.Line();
        }
    }

    protected abstract void EmitOperation(Operation operation);

    protected abstract void EmitStructure(Shape shape);

    protected void EmitHostPrefix(Operation operation)
    {
        if (operation.HostPrefix is not { } prefix)
            return;
        var expression = Literal.Of(prefix);
        foreach (var property in Service.Properties(operation.Input))
            expression = expression.Replace("{" + property.Member.Name + "}", $"\" + request.{property.Name} + \"", StringComparison.Ordinal);
        if (expression.StartsWith("\"\" + ", StringComparison.Ordinal))
            expression = expression["\"\" + ".Length..];
        Source.Line($"wire.HostPrefix = {expression};");
    }

    protected void EmitChecksum(Operation operation)
    {
        if (operation.ChecksumRequired)
            Source.Line("Amazon.Runtime.Internal.Util.ChecksumUtils.SetChecksumData(wire);");
    }
}
