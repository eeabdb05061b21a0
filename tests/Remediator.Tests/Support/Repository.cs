namespace Remediator.Tests.Support;

/// <summary>Finds files of this repository, and what may lie beside it, from the folder that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Samples { get; } = Path.Combine(Root, "playbooks", "samples");

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
