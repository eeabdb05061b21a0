namespace Remediator.Aws.Tests;

/// <summary>Files of this project and of the repository, wherever the tests run.</summary>
internal static class TestFiles
{
    public static string Repository { get; } = FindRepository();

    public static string Project => System.IO.Path.Combine(Repository, "tests", "Remediator.Aws.Tests");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Project, .. parts]);

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Remediator.sln")))
                return folder.FullName;
        throw new InvalidOperationException("No Remediator.sln above " + AppContext.BaseDirectory);
    }
}
