using Remediator.Tools.ClientGenerator.Models;

namespace Remediator.Tools.ClientGenerator.Services;

/// <summary>Refuses a manifest that names what the model doesn't have: a typing error would go unnoticed.</summary>
internal static class ManifestCheck
{
    public static void Run(ServiceManifest manifest, ServiceModel model)
    {
        foreach (var (shape, names) in manifest.Keep)
            Check(manifest, "keep", model.Shape(shape), names);
        foreach (var (shape, names) in manifest.Drop)
            Check(manifest, "drop", model.Shape(shape), names);
        foreach (var (shape, names) in manifest.RenameMembers)
            Check(manifest, "renameMembers", model.Shape(shape), names.Keys);
        foreach (var (shape, member) in manifest.Unwrap)
            Check(manifest, "unwrap", model.Shape(shape), [member]);
        foreach (var shape in manifest.RenameShapes.Keys)
            model.Shape(shape);
        foreach (var operation in manifest.WrapResults.Keys)
            model.Operation(operation);
    }

    private static void Check(ServiceManifest manifest, string section, Shape shape, IEnumerable<string> names)
    {
        var known = shape.Kind == ShapeKind.Enumeration ? shape.EnumerationValues : shape.Members.Select(member => member.Name);
        var unknown = names.Except(known).ToList();
        if (unknown.Count > 0)
            throw new GeneratorException($"{manifest.Namespace}, \"{section}\": {shape.Name} has no {string.Join(", ", unknown)}.");
    }
}
