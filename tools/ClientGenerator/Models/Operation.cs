using System.Text.Json;

namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>An operation of the service.</summary>
public sealed class Operation(ServiceModel model, string name, JsonElement definition)
{
    public string Name => name;

    public string Method => definition.Property("http")?.Text("method") ?? "POST";

    public string RequestUri => definition.Property("http")?.Text("requestUri") ?? "/";

    public Shape? Input => Named("input");

    public Shape? Output => Named("output");

    /// <summary>The root element of an XML body, where the model names it.</summary>
    public string? InputElement => definition.Property("input")?.Text("locationName");

    public XmlNamespace? InputNamespace => definition.Property("input") is { } input ? Member.Namespace(input) : null;

    /// <summary>The element around a query operation's result.</summary>
    public string? ResultWrapper => definition.Property("output")?.Text("resultWrapper");

    /// <summary>The operation goes out without a signature.</summary>
    public bool Unsigned => definition.Text("authtype") == "none";

    public string? HostPrefix => definition.Property("endpoint")?.Text("hostPrefix");

    /// <summary>The service refuses the request without a checksum of its body.</summary>
    public bool ChecksumRequired =>
        definition.Flag("httpChecksumRequired") || definition.Property("httpChecksum")?.Flag("requestChecksumRequired") == true;

    public IEnumerable<Shape> Errors =>
        definition.Property("errors") is { } errors
            ? errors.EnumerateArray().Select(error => model.Shape(error.Text("shape")!))
            : [];

    private Shape? Named(string property) =>
        definition.Property(property)?.Text("shape") is { } shape ? model.Shape(shape) : null;
}
