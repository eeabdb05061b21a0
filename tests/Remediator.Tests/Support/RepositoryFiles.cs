namespace Remediator.Tests.Support;

/// <summary>Files beside the tests' sources.</summary>
public static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string InTests(params string[] path) => Path.Combine([Root, "tests", "Remediator.Tests", .. path]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Remediator.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"no Remediator.sln above {AppContext.BaseDirectory}");
    }
}
