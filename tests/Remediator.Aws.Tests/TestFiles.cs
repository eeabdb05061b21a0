namespace Remediator.Aws.Tests;

/// <summary>Files of this project and of the repository, wherever the tests run.</summary>
internal static class TestFiles
{
    public static string Repository => global::Remediator.Tests.Support.Repository.Root;

    public static string Project => System.IO.Path.Combine(Repository, "tests", "Remediator.Aws.Tests");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Project, .. parts]);
}
