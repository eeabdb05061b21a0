namespace Remediator.Infra.Tests.Support;

/// <summary>Finds the repository's files from wherever the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Playbooks { get; } = Path.Combine(Root, "playbooks");

    /// <summary>A folder beside the repository with many more real events; null where there is none.</summary>
    public static string? Corpus { get; } =
        Path.Combine(Root, "..", "shared", "corpus") is var folder && Directory.Exists(folder) ? folder : null;

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
