using System.Diagnostics;
using Remediator.Playbooks;

namespace Remediator.Benchmark;

/// <summary>Publishes the functions both ways, each with the bundle of the repository's playbooks beside it.</summary>
internal sealed class Publishing(string root)
{
    private readonly string _output = Path.Combine(root, "artifacts", "benchmark");

    /// <summary>The deployment package, as the CDK stack makes it.</summary>
    public string ReadyToRun => Path.Combine(_output, "r2r");

    public string NativeAot => Path.Combine(_output, "aot");

    public void Run(IEnumerable<Playbook> playbooks)
    {
        if (Directory.Exists(_output))
        {
            // Publishing leaves what is newer than its source: an older build's files among them.
            Directory.Delete(_output, recursive: true);
        }

        Package(playbooks);
        Execute(Path.Combine(root, ".ci", "aot"), NativeAot);
        AddBundle(NativeAot, playbooks);
    }

    /// <summary>The deployment package alone, as infra's EngineBundling makes it, apart from the developer's own build.</summary>
    public void Package(IEnumerable<Playbook> playbooks, params IEnumerable<string> more)
    {
        Execute(
        [
            "dotnet", "publish", "functions/Remediator", "--configuration", "Release", "--output", ReadyToRun, "--nologo", "--verbosity", "quiet",
            "--runtime", "linux-x64", "-p:Deploy=true", "--artifacts-path", Path.Combine(root, "artifacts", "deploy"), .. more,
        ]);
        AddBundle(ReadyToRun, playbooks);
    }

    private static void AddBundle(string folder, IEnumerable<Playbook> playbooks) =>
        File.WriteAllText(Path.Combine(folder, PlaybookBundle.FileName), PlaybookBundle.Write(playbooks));

    private void Execute(params string[] command)
    {
        var (file, arguments) = (command[0], command[1..]);
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = root, RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} failed:\n{text}");
        }
    }
}
