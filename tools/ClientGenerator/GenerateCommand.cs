using Remediator.Tools.ClientGenerator.Models;

namespace Remediator.Tools.ClientGenerator;

/// <summary>Generates, or checks, the clients of all projects of the repository that have some.</summary>
public sealed class GenerateCommand(CommandLine options, TextWriter output)
{
    private static readonly string[] Projects = ["functions/Remediator.Aws", "tests/Remediator.Aws.Tests"];

    /// <summary>0 when all is as it should be, 1 when a check found differences.</summary>
    public int Run()
    {
        var root = RepositoryRoot();
        var models = options.Models is { } folder ? new ModelFolder(folder) : ModelFolder.OfInstalledBotocore();
        var differences = new List<string>();
        foreach (var name in Projects)
        {
            var path = Path.Combine(root, name);
            var project = new ClientProject(path);
            var manifest = project.Manifest;
            if (manifest.Botocore != models.Version)
                output.WriteLine($"{name}: its clients come from botocore {manifest.Botocore}, these models are {models.Version}'s; `pip install botocore=={manifest.Botocore}`, or set \"botocore\" in operations.json and commit what changes.");
            var wanted = ClientProject.Generate(manifest.Services, model => ProtocolSuite.Is(model) ? ProtocolSuite.Load(path, model) : models.Load(model));
            if (options.Check)
                differences.AddRange(project.Differences(wanted));
            else
                project.Write(wanted);
            output.WriteLine($"{name}: {wanted.Count} files, {wanted.Values.Sum(text => text.Count(c => c == '\n'))} lines");
        }

        foreach (var file in differences)
            output.WriteLine($"differs: {Path.GetRelativePath(root, file)}");
        if (differences.Count == 0)
            return 0;
        output.WriteLine("Generated files are out of date: run `dotnet run --project tools/ClientGenerator` and commit the result.");
        return 1;
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Remediator.sln")))
                return folder.FullName;
        throw new GeneratorException("Run the generator inside the repository: no Remediator.sln was found above the current folder.");
    }
}
