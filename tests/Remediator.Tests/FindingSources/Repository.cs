namespace Remediator.Tests.FindingSources;

/// <summary>Finds files of this repository, and what may lie beside it, from the folder that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Samples { get; } = Path.Combine(Root, "playbooks", "samples");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Remediator.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"Remediator.sln is in no folder above {AppContext.BaseDirectory}");
    }
}
