using System.CommandLine;

namespace Remediator.Cli.Commands;

/// <summary>How much of what AWS reports is answered.</summary>
public static class CoverageCommand
{
    public static Command Create(CliHost host) => new TaughtCommand(
        "coverage",
        "How much of what AWS reports is read and answered.",
        "remediator coverage events --corpus events/")
    {
        CoverageEventsCommand.Create(host),
    };
}
