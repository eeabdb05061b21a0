using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>The REST protocols: members travel in path, query, headers and body.</summary>
internal sealed class RestRequests(Service service, SourceWriter source, IBodyEmitter bodies) : RequestEmitter(service, source)
{
    protected override void EmitOperation(Operation operation)
    {
        var (path, fixedQuery) = Split(operation.RequestUri);
        Source.Line($"var wire = RequestFactory.Rest(request, {Literal.Of(Service.Namespace)}, {Literal.Of(operation.Method)}, {Literal.Of(path)}, {Literal.Of(Service.Model.ApiVersion)});");
        foreach (var (name, value) in fixedQuery)
            Source.Line(value is null ? $"wire.AddSubResource({Literal.Of(name)});" : $"wire.AddSubResource({Literal.Of(name)}, {Literal.Of(value)});");
        EmitHostPrefix(operation);

        var properties = Service.Properties(operation.Input).ToList();
        foreach (var property in properties.Where(property => property.Member.Location == "uri"))
            EmitLabel(property, path);
        EmitQueryString(properties);
        foreach (var property in properties.Where(property => property.Member.Location is "header" or "headers"))
            EmitHeader(property);
        EmitBody(operation, properties);
        EmitChecksum(operation);
        Source.Line("return wire;");
    }

    protected override void EmitStructure(Shape shape) => bodies.EmitStructure(shape);

    private void EmitLabel(Property property, string path)
    {
        var greedy = path.Contains("{" + property.WireName + "+}", StringComparison.Ordinal);
        var text = WireExpressions.Text(property.Member, "request." + property.Name);
        Source.Open($"if (string.IsNullOrEmpty({text}))");
        Source.Line($"throw new {Service.ExceptionName}(\"Request object does not have required field {property.Name} set\");");
        Source.Close();
        Source.Line($"wire.AddPathResource({Literal.Of("{" + property.WireName + (greedy ? "+" : "") + "}")}, {text});");
    }

    private void EmitQueryString(List<Property> properties)
    {
        var inQuery = properties.Where(property => property.Member.Location == "querystring").ToList();
        // Maps last: an entry gives way to a member of the same name.
        foreach (var property in inQuery.OrderBy(property => property.Shape.Kind == ShapeKind.Map))
        {
            var value = "request." + property.Name;
            Source.Line(property.Shape.Kind switch
            {
                ShapeKind.Map => $"QueryString.AddAll(wire, {value});",
                ShapeKind.List => $"QueryString.Add(wire, {Literal.Of(property.WireName)}, {value}, static item => {WireExpressions.Text(property.Shape.Item, "item")});",
                _ => $"QueryString.Add(wire, {Literal.Of(property.WireName)}, {WireExpressions.Text(property.Member, value)});",
            });
        }

        if (inQuery.Count > 0)
            Source.Line("wire.UseQueryString = true;");
    }

    private void EmitHeader(Property property)
    {
        var value = "request." + property.Name;
        var name = Literal.Of(property.WireName);
        if (property.Shape.Kind == ShapeKind.Map)
            Source.Line($"RequestFactory.SetHeaders(wire, {Literal.Of(property.Member.LocationName ?? "")}, {value});");
        else if (property.Shape.Kind == ShapeKind.List)
            Source.Line($"RequestFactory.SetHeader(wire, {name}, {HeaderListOf(property.Shape.Item, value)});");
        else
            Source.Line($"RequestFactory.SetHeader(wire, {name}, {WireExpressions.Text(property.Member, value, "rfc822")});");
    }

    private static string HeaderListOf(Member item, string value) =>
        item.Shape.Kind is ShapeKind.String
            ? $"HeaderList.JoinQuoted({value})"
            : $"HeaderList.Join({value}, static item => {WireExpressions.Text(item, "item", "rfc822")})";

    private void EmitBody(Operation operation, List<Property> properties)
    {
        if (operation.Input?.Payload is { } payloadName)
        {
            EmitPayload(properties.Single(property => property.Member.Name == payloadName));
            return;
        }

        var members = properties.Where(property => property.Member.Location is null).ToList();
        if (members.Count > 0)
            bodies.EmitMembers(operation, members);
    }

    private void EmitPayload(Property payload)
    {
        var value = "request." + payload.Name;
        switch (payload.Shape.Kind)
        {
            case ShapeKind.Blob:
                Source.Line($"RequestFactory.RawBody(wire, {value}, \"application/octet-stream\");");
                break;
            case ShapeKind.String or ShapeKind.Enumeration:
                Source.Line($"RequestFactory.TextBody(wire, {WireExpressions.Text(payload.Member, value)});");
                break;
            default:
                bodies.EmitPayload(payload);
                break;
        }
    }

    private static (string Path, IEnumerable<(string Name, string? Value)> FixedQuery) Split(string uri)
    {
        var parts = uri.Split('?', 2);
        var query = parts.Length == 1 ? [] : parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries);
        return (parts[0], query.Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair.Length == 2 ? pair[1] : null)));
    }
}
