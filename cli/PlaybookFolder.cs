using System.Collections.Immutable;
using System.CommandLine;
using Remediator.Playbooks;

namespace Remediator.Cli;

/// <summary>Finds and loads the playbooks that a command works with.</summary>
public static class PlaybookFolder
{
    public static Option<string?> Option() => new("--playbooks", "-p")
    {
        Description = "Folder of playbooks. Default: ./playbooks, or the shipped ones where there is no such folder.",
        HelpName = "DIR",
    };

    public static string Locate(string? given, CliHost host)
    {
        if (given is not null)
        {
            return host.PathOf(given);
        }

        var own = host.PathOf("playbooks");
        return Directory.Exists(own) ? own : Path.Combine(AppContext.BaseDirectory, "playbooks");
    }

    /// <summary>The playbooks of the folder, or one alone by its file.</summary>
    /// <exception cref="CliException">There is no such file or folder.</exception>
    public static PlaybookLoadResult Read(string? given, CliHost host)
    {
        var path = Locate(given, host);
        return File.Exists(path) ? new PlaybookLoader().Load([new PlaybookText(path, File.ReadAllText(path))])
            : Directory.Exists(path) ? new PlaybookLoader().LoadFolder(path)
            : throw new CliException($"{given ?? path}: there is no such file or folder; name the folder that holds the playbooks, or one of them.");
    }

    /// <exception cref="CliException">Something is wrong with them; the message lists every fault.</exception>
    public static ImmutableArray<LoadedPlaybook> Load(string? given, CliHost host) => Of(Read(given, host), ExitCode.Usage);

    /// <exception cref="CliException">As <see cref="Load"/>; for a command that is about the playbooks, their faults are its answer.</exception>
    public static ImmutableArray<LoadedPlaybook> Judge(string? given, CliHost host) => Of(Read(given, host), ExitCode.Failed);

    private static ImmutableArray<LoadedPlaybook> Of(PlaybookLoadResult result, int exit) => result switch
    {
        PlaybookLoadResult.Loaded loaded => loaded.Files,
        PlaybookLoadResult.Faulty faulty => throw new CliException(string.Join(Environment.NewLine, [.. faulty.Faults.Select(f => $"{f}"), $"{faulty.Faults.Length} fault(s)"])) { Exit = exit },
        var other => throw new InvalidOperationException($"unknown load result {other.GetType().Name}"),
    };
}
