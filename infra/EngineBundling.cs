using System.Collections.Immutable;
using System.Diagnostics;
using Amazon.CDK;
using Amazon.JSII.Runtime.Deputy;
using Remediator.Playbooks;

namespace Remediator.Infra;

/// <summary>Publishes the engine, trimmed and ready to run on Lambda's processor and puts the checked playbooks beside it.</summary>
internal sealed class EngineBundling(string project, FunctionArchitecture architecture, ImmutableArray<Playbook> playbooks) : DeputyBase, ILocalBundling
{
    public bool TryBundle(string outputDir, IBundlingOptions options)
    {
        Publish(outputDir);
        if (!File.Exists(Path.Combine(outputDir, "Remediator.runtimeconfig.json")))
            throw new InvalidOperationException($"{project} was published without Remediator.runtimeconfig.json: Lambda could not start it. Is it still an executable?");
        File.WriteAllText(Path.Combine(outputDir, PlaybookBundle.FileName), PlaybookBundle.Write(playbooks));
        return true;
    }

    private void Publish(string output)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "publish", project, "--configuration", "Release", "--output", output, "--nologo", "--verbosity", "quiet",
            "--runtime", architecture == FunctionArchitecture.Arm64 ? "linux-arm64" : "linux-x64", "-p:Deploy=true",

            // Apart from the developer's own build, which may be running.
            "--artifacts-path", Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "deploy"),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet publish {project} failed:\n{text}");
    }
}
