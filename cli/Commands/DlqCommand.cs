using System.CommandLine;

namespace Remediator.Cli.Commands;

/// <summary>What could not be answered, and trying it again.</summary>
public static class DlqCommand
{
    public static Command Create(CliHost host) => new TaughtCommand(
        "dlq",
        "Look into the dead-letter queues of a deployment: findings that could not be answered, with the reason; and try them again.",
        "remediator dlq list",
        "remediator dlq show 4f1c9a52-0d3b-4c7e-9a55-2d1f0b7f6a11",
        "remediator dlq redrive --all")
    {
        DlqListCommand.Create(host),
        DlqShowCommand.Create(host),
        DlqRedriveCommand.Create(host),
    };
}
