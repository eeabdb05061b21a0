using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>The JSON protocols 1.0 and 1.1: one URL, the operation in a header.</summary>
internal sealed class JsonRequests(Service service, SourceWriter source) : RequestEmitter(service, source)
{
    private readonly JsonBodies _bodies = new(service, source, "application/x-amz-json-" + service.Model.Metadata.Text("jsonVersion"));

    protected override void EmitOperation(Operation operation)
    {
        var target = Service.Model.Metadata.Text("targetPrefix") + "." + operation.Name;
        Source.Line($"var wire = RequestFactory.JsonRpc(request, {Literal.Of(Service.Namespace)}, {Literal.Of(target)}, {Literal.Of(Service.Model.ApiVersion)});");
        EmitHostPrefix(operation);
        _bodies.EmitMembers(operation, [.. Service.Properties(operation.Input)]);
        EmitChecksum(operation);
        Source.Line("return wire;");
    }

    protected override void EmitStructure(Shape shape) => _bodies.EmitStructure(shape);
}
