namespace Remediator.Infra.Tests.Support;

/// <summary>A fact that synthesizes: CDK runs in Node.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Tool.Missing("node", "install Node 20 or later");
}

/// <summary>A fact that synthesizes and puts moto's EventBridge to the test.</summary>
public sealed class MotoFactAttribute : FactAttribute
{
    public MotoFactAttribute() => Skip = Tool.Missing("node", "install Node 20 or later") ?? Tool.Missing("moto_server", "pip install 'moto[server]'");
}

internal static class Tool
{
    /// <summary>Why a test can't run, or null when the tool is there.</summary>
    public static string? Missing(string tool, string remedy)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] names = OperatingSystem.IsWindows() ? [tool + ".exe", tool + ".cmd"] : [tool];
        return folders.Any(folder => names.Any(name => File.Exists(Path.Combine(folder, name)))) ? null : $"{tool} was not found: {remedy}";
    }
}
