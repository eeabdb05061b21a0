namespace Remediator.Tests.Support;

/// <summary>Programs that some tests need beside the .NET SDK.</summary>
internal static class Tool
{
    public static string? Find(string name)
    {
        string[] files = OperatingSystem.IsWindows() ? [name + ".exe", name + ".cmd"] : [name];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .SelectMany(folder => files.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Why a test can't run, for FactAttribute.Skip; null when the program is there.</summary>
    public static string? Missing(string name, string remedy) => Find(name) is null ? $"{name} was not found: {remedy}" : null;
}
