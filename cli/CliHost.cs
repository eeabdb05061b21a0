using System.Text;
using Spectre.Console;

namespace Remediator.Cli;

/// <summary>What a command has of the world around it; tests pass their own.</summary>
/// <param name="Out">Takes JSON lines and nothing else in <c>--json</c> mode.</param>
/// <param name="Error">Takes what went wrong.</param>
/// <param name="Console">Takes what people read.</param>
/// <param name="Environment">Reads a variable.</param>
/// <param name="WorkingFolder">Where relative paths start.</param>
public sealed record CliHost(
    TextWriter Out,
    TextWriter Error,
    IAnsiConsole Console,
    Func<string, string?> Environment,
    string WorkingFolder,
    TimeProvider Clock) : IDisposable
{
    /// <summary>Names of all variables.</summary>
    public Func<IEnumerable<string>> VariableNames { get; init; } = () => [];

    public static CliHost ForThisProcess()
    {
        var output = new StreamWriter(System.Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = false };
        return new CliHost(output, System.Console.Error, TerminalConsole(), System.Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory(), TimeProvider.System)
        {
            VariableNames = () => System.Environment.GetEnvironmentVariables().Keys.Cast<string>(),
        };
    }

    /// <summary>Colours for terminals only (NO_COLOR and TERM=dumb are honoured); output to a file is plain and not wrapped at 80.</summary>
    private static IAnsiConsole TerminalConsole()
    {
        if (!System.Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = 160;
        return console;
    }

    public string PathOf(string path) => Path.GetFullPath(path, WorkingFolder);

    public void Dispose() => Out.Flush();
}

/// <summary>The exit codes of every command.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>It ran, and the answer is no: a test failed, a playbook is invalid, a resource is not contained.</summary>
    public const int Failed = 1;

    /// <summary>It could not run: wrong arguments, an unreadable file, no credentials.</summary>
    public const int Usage = 2;

    /// <summary>Somebody stopped it (128 + SIGINT, as shells say it).</summary>
    public const int Stopped = 130;
}

/// <summary>Something that the person at the keyboard can put right; its message is all that is printed.</summary>
public sealed class CliException(string message) : Exception(message)
{
    public int Exit { get; init; } = ExitCode.Usage;
}
