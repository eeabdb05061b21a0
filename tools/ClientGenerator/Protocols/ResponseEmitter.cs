using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>Emits, for one format, the code that reads a service's answers and errors.</summary>
internal abstract class ResponseEmitter(Service service, SourceWriter source)
{
    private readonly ResponseHeaders _headers = new(source);

    protected Service Service => service;

    protected SourceWriter Source => source;

    public static ResponseEmitter For(Service service, SourceWriter source) =>
        service.AnswersInXml ? new XmlResponses(service, source) : new JsonResponses(service, source);

    public void EmitAll()
    {
        foreach (var operation in service.Operations)
        {
            EmitOperation(operation);
            source.Line();
        }

        EmitExceptionFactory();
        foreach (var error in service.Errors.Where(HasMembers))
        {
            source.Line();
            EmitError(error);
        }

        var structures = service.Outputs.Concat(service.ErrorMembers).DistinctBy(shape => shape.Name);
        foreach (var shape in structures.Where(shape => shape.Kind == ShapeKind.Structure))
        {
            source.Line();
            EmitStructure(shape);
        }
    }

    /// <summary>The body's root and where in it the operation's members are.</summary>
    protected abstract string RootOf(Operation operation);

    protected abstract string ErrorRoot { get; }

    protected abstract void EmitMembers(IReadOnlyList<Property> properties, string root, string target);

    protected abstract void EmitStructure(Shape shape);

    protected abstract string Read(Member member, string value);

    protected virtual string PayloadGuard => "!wire.IsEmpty";

    private void EmitOperation(Operation operation)
    {
        source.Open($"internal static {operation.Name}Response {operation.Name}(WireResponse wire)");
        source.Line($"var response = new {operation.Name}Response();");
        if (service.WrappedResult(operation) is { } wrapper)
            source.Line($"response.{wrapper} = Read{service.ClassName(operation.Output!)}({RootOf(operation)});");
        else if (operation.Output is { } output)
            EmitOutput(operation, output);
        source.Line("return response;");
        source.Close();
    }

    private void EmitOutput(Operation operation, Shape output)
    {
        var properties = service.Properties(output).ToList();
        _headers.Emit(properties, "response");
        if (properties.SingleOrDefault(property => property.Member.Name == output.Payload) is { } payload)
            EmitPayload(operation, payload);
        else if (properties.Where(InBody).ToList() is { Count: > 0 } members)
            EmitMembers(members, RootOf(operation), "response");
    }

    private void EmitPayload(Operation operation, Property payload)
    {
        var target = $"response.{payload.Name}";
        switch (payload.Shape.Kind)
        {
            case ShapeKind.Blob:
                source.Line($"{target} = wire.Blob;");
                break;
            case ShapeKind.String or ShapeKind.Enumeration:
                source.Line($"{target} = wire.Text;");
                break;
            default:
                source.Open($"if ({PayloadGuard})");
                source.Line($"{target} = {Read(payload.Member, RootOf(operation))};");
                source.Close();
                break;
        }
    }

    private void EmitExceptionFactory()
    {
        source.Open("internal static AmazonServiceException Exception(ErrorResponse error, WireResponse wire) => error.Code switch");
        foreach (var error in service.Errors)
        {
            var codes = new[] { error.Name, error.ErrorCode }.OfType<string>().Distinct().Select(Literal.Of);
            var reader = HasMembers(error) ? $"Read{ExceptionName(error)}(error, wire)" : Construct(ExceptionName(error));
            source.Line($"{string.Join(" or ", codes)} => {reader},");
        }

        source.Line($"_ => {Construct(service.ExceptionName)},");
        source.Close(";");
    }

    private void EmitError(Shape error)
    {
        var name = ExceptionName(error);
        source.Open($"private static {name} Read{name}(ErrorResponse error, WireResponse wire)");
        source.Line($"var exception = {Construct(name)};");
        var properties = service.ErrorProperties(error).ToList();
        _headers.Emit(properties, "exception");
        if (properties.Where(InBody).ToList() is { Count: > 0 } members)
            EmitMembers(members, ErrorRoot, "exception");
        source.Line("return exception;");
        source.Close();
    }

    /// <summary>Path and query exist only in requests: in an answer such members are in the body.</summary>
    private static bool InBody(Property property) => property.Member.Location is null or "uri" or "querystring";

    private bool HasMembers(Shape error) => service.ErrorProperties(error).Any();

    private static string ExceptionName(Shape error) => Identifiers.OfException(error.Name);

    private static string Construct(string type) =>
        $"new {type}(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)";
}
