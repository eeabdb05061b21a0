using System.Text.Json;

namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>One service-2.json: AWS's description of a service.</summary>
public sealed class ServiceModel(JsonElement root)
{
    private readonly Dictionary<string, Shape> _shapes = [];

    public JsonElement Metadata { get; } = root.GetProperty("metadata");

    public string Protocol => Metadata.Text("protocol")!;

    public string ApiVersion => Metadata.Text("apiVersion")!;

    public IEnumerable<string> OperationNames => root.Property("operations").Properties().Select(operation => operation.Name);

    public Shape Shape(string name) =>
        _shapes.TryGetValue(name, out var shape) ? shape
        : root.GetProperty("shapes").Property(name) is { } definition ? _shapes[name] = new Shape(this, name, definition)
        : throw new GeneratorException($"{Metadata.Text("serviceId")}: the model has no shape {name}.");

    public Operation Operation(string name) =>
        root.GetProperty("operations").Property(name) is { } definition
            ? new Operation(this, name, definition)
            : throw new GeneratorException($"{Metadata.Text("serviceId")}: the model has no operation {name}; see \"operations\" in operations.json.");
}
