namespace Remediator.Tests.Support;

/// <summary>Finds files of this repository, and what may lie beside it, from the folder that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Playbooks { get; } = Path.Combine(Root, "playbooks");

    public static string Samples { get; } = Path.Combine(Playbooks, "samples");

    /// <summary>A folder beside the repository with many more real events; null where there is none.</summary>
    public static string? Corpus { get; } =
        Path.Combine(Root, "..", "shared", "corpus") is var folder && Directory.Exists(folder) ? folder : null;

    public static string InTests(params string[] path) => Path.Combine([Root, "tests", "Remediator.Tests", .. path]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Remediator.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"There is no Remediator.sln above {AppContext.BaseDirectory}: run the tests inside the repository.");
    }
}
