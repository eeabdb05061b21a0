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

    /// <exception cref="CliException">Something is wrong with them; the message lists every fault.</exception>
    public static ImmutableArray<LoadedPlaybook> Load(string? given, CliHost host) =>
        new PlaybookLoader().LoadFolder(Locate(given, host)) switch
        {
            PlaybookLoadResult.Loaded loaded => loaded.Files,
            PlaybookLoadResult.Faulty faulty => throw new CliException(string.Join(Environment.NewLine, faulty.Faults)),
            var other => throw new InvalidOperationException($"unknown load result {other.GetType().Name}"),
        };
}
