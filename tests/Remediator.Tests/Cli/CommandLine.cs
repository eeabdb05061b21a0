using Amazon.Runtime;
using Remediator.Cli;
using Remediator.Cli.Sandbox;
using Spectre.Console;

namespace Remediator.Tests.Commands;

/// <summary>The command line in this process, with a folder and an environment of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("remediator-cli-").FullName;

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Of the shipped samples: <c>Sample("guardduty/c2-activity.json")</c>.</summary>
    public static string Sample(string name) => Path.Combine(Repository.Samples, name);

    /// <summary>Credentials of the account's administrator, and the sandbox as the endpoint; ledgers in <see cref="Folder"/>.</summary>
    public CommandLine At(SandboxServer sandbox, string? account = null)
    {
        var keys = SandboxKeys.For(account ?? sandbox.Account.Id).GetCredentials();
        Environment["AWS_ENDPOINT_URL"] = sandbox.Url;
        Environment["AWS_ACCESS_KEY_ID"] = keys.AccessKey;
        Environment["AWS_SECRET_ACCESS_KEY"] = keys.SecretKey;
        Environment["XDG_STATE_HOME"] = Folder;
        return this;
    }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new(), shown = new();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shown), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;
        using var host = new CliHost(output, error, console, Environment.GetValueOrDefault, Folder, Clock) { VariableNames = () => Environment.Keys };
        var exit = await RemediatorCommand.RunAsync(arguments, host);
        return new CommandResult(exit, output.ToString(), error.ToString(), shown.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>What a command came to.</summary>
/// <param name="Out">What machines read.</param>
/// <param name="Shown">What people read.</param>
internal sealed record CommandResult(int Exit, string Out, string Error, string Shown)
{
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Everything that reaches the terminal.</summary>
    public string All => Out + Error + Shown;
}
