using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;

namespace Remediator.Tools.ClientGenerator.Services;

/// <summary>A service as it is generated: the model seen through the manifest.</summary>
public sealed class Service
{
    private readonly ServiceManifest _manifest;

    public Service(ServiceManifest manifest, ServiceModel model)
    {
        _manifest = manifest;
        Model = model;
        var names = manifest.Operations.Count > 0 ? manifest.Operations : [.. model.OperationNames];
        Operations = [.. names.Order(StringComparer.Ordinal).Select(model.Operation)];
        if (Operations.FirstOrDefault(operation => operation.Unsigned) is { } unsigned)
            throw new GeneratorException($"{Namespace}: {unsigned.Name} goes out unsigned, which the generated clients don't support.");
        ManifestCheck.Run(manifest, model);
        Inputs = Reachable(Operations.Select(operation => operation.Input));
        Outputs = Reachable(Operations.Select(operation => operation.Output));
        var errors = Operations.SelectMany(operation => operation.Errors).DistinctBy(shape => shape.Name).OrderBy(shape => shape.Name, StringComparer.Ordinal).ToList();
        if (manifest.Errors?.Except(errors.Select(error => Identifiers.OfException(error.Name))).ToList() is { Count: > 0 } unknown)
            throw new GeneratorException($"{Namespace}, \"errors\": none of the operations answers with {string.Join(", ", unknown)}.");
        Errors = [.. errors.Where(error => manifest.Errors?.Contains(Identifiers.OfException(error.Name)) != false)];
        ErrorMembers = Reachable(Errors);
    }

    public ServiceModel Model { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Shapes that requests hold, the operations' own inputs aside.</summary>
    public IReadOnlyList<Shape> Inputs { get; }

    /// <summary>Shapes that responses hold, the operations' own outputs aside.</summary>
    public IReadOnlyList<Shape> Outputs { get; }

    public IReadOnlyList<Shape> Errors { get; }

    /// <summary>Shapes that errors hold.</summary>
    public IReadOnlyList<Shape> ErrorMembers { get; }

    public IReadOnlyList<EndpointManifest> Endpoints => _manifest.Endpoints;

    public string FolderName => _manifest.Namespace;

    public string Namespace => "Amazon." + _manifest.Namespace;

    public string ClientName => _manifest.Client + "Client";

    public string InterfaceName => "I" + _manifest.Client;

    public string ConfigName => _manifest.Client + "Config";

    public string ExceptionName => _manifest.Client + "Exception";

    public string RequestBaseName => _manifest.Client + "Request";

    public bool AnswersInXml => Model.Protocol is "ec2" or "query" or "rest-xml";

    public bool IsEc2 => Model.Protocol == "ec2";

    /// <summary>The one member in whose stead an unwrapped structure appears; null for any other shape.</summary>
    public Member? UnwrappedMember(Shape shape) =>
        _manifest.Unwrap.TryGetValue(shape.Name, out var member) ? shape.Members.Single(candidate => candidate.Name == member) : null;

    public string? WrappedResult(Operation operation) => _manifest.WrapResults.GetValueOrDefault(operation.Name);

    public string ClassName(Shape shape) =>
        _manifest.RenameShapes.TryGetValue(shape.Name, out var name) ? name : Identifiers.Capitalize(shape.Name);

    /// <summary>The members that are generated, in the model's order.</summary>
    public IEnumerable<Property> Properties(Shape? shape)
    {
        if (shape is null)
            yield break;
        var keep = _manifest.Keep.GetValueOrDefault(shape.Name);
        var drop = _manifest.Drop.GetValueOrDefault(shape.Name);
        var rename = _manifest.RenameMembers.GetValueOrDefault(shape.Name);
        foreach (var member in shape.Members)
            if (keep?.Contains(member.Name) != false && drop?.Contains(member.Name) != true)
                yield return new Property(member, rename?.GetValueOrDefault(member.Name) ?? Identifiers.Capitalize(member.Name));
    }

    public IEnumerable<string> EnumerationValues(Shape shape) =>
        _manifest.Keep.TryGetValue(shape.Name, out var keep) ? shape.EnumerationValues.Where(keep.Contains) : shape.EnumerationValues;

    /// <summary>The members that travel in the body.</summary>
    public IEnumerable<Property> BodyProperties(Shape? shape) =>
        Properties(shape).Where(property => property.Member.Location is null);

    /// <summary>The members of an exception that its base class doesn't have already.</summary>
    public IEnumerable<Property> ErrorProperties(Shape error) =>
        Properties(error).Where(property => property.Name is not
            ("Message" or "ErrorCode" or "ErrorType" or "RequestId" or "StatusCode" or "Data" or "Source" or "HelpLink" or "InnerException"));

    private IReadOnlyList<Shape> Reachable(IEnumerable<Shape?> roots)
    {
        var found = new SortedDictionary<string, Shape>(StringComparer.Ordinal);
        foreach (var root in roots)
            foreach (var property in Properties(root))
                Reach(property.Shape, found);
        foreach (var wrapped in roots.OfType<Shape>().Where(root => Operations.Any(operation => operation.Output == root && WrappedResult(operation) != null)))
            found[wrapped.Name] = wrapped;
        return [.. found.Values];
    }

    private void Reach(Shape shape, SortedDictionary<string, Shape> found)
    {
        if (UnwrappedMember(shape) is { } unwrapped)
            shape = unwrapped.Shape;
        if (!found.TryAdd(shape.Name, shape))
            return;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                foreach (var property in Properties(shape))
                    Reach(property.Shape, found);
                break;
            case ShapeKind.List:
                Reach(shape.Item.Shape, found);
                break;
            case ShapeKind.Map:
                Reach(shape.Key.Shape, found);
                Reach(shape.Value.Shape, found);
                break;
        }
    }
}
