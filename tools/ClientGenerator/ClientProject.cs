using Remediator.Tools.ClientGenerator.Emitters;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator;

/// <summary>A project with an operations.json and the clients that are generated from it.</summary>
public sealed class ClientProject(string folder)
{
    public Manifest Manifest => Manifest.Load(Path.Combine(folder, "operations.json"));

    /// <summary>What the generated folder should hold: text by path.</summary>
    public static SortedDictionary<string, string> Generate(IEnumerable<ServiceManifest> services, Func<string, ServiceModel> models)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var manifest in services)
            foreach (var (path, text) in new ServiceFiles(new Service(manifest, models(manifest.Model))).All())
                files.Add(path, text);
        return files;
    }

    /// <summary>The files that differ from what should be there, or are missing or left over.</summary>
    public IReadOnlyList<string> Differences(SortedDictionary<string, string> wanted)
    {
        var present = Present();
        return
        [
            .. wanted.Where(file => !present.TryGetValue(file.Key, out var text) || text != file.Value).Select(file => FullPath(file.Key)),
            .. present.Keys.Except(wanted.Keys).Select(FullPath),
        ];
    }

    public void Write(SortedDictionary<string, string> wanted)
    {
        foreach (var leftOver in Present().Keys.Except(wanted.Keys))
            File.Delete(FullPath(leftOver));
        foreach (var (path, text) in wanted)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FullPath(path))!);
            File.WriteAllText(FullPath(path), text);
        }
    }

    private string GeneratedFolder => Path.Combine(folder, "Generated");

    private string FullPath(string path) => Path.Combine(GeneratedFolder, path);

    private Dictionary<string, string> Present() =>
        !Directory.Exists(GeneratedFolder) ? [] : Directory
            .EnumerateFiles(GeneratedFolder, "*.g.cs", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(GeneratedFolder, file), File.ReadAllText);
}
