using System.CommandLine;
using System.CommandLine.Invocation;
using Remediator.Cli.Commands;
using Remediator.Cli.Output;
using Remediator.Execution;
using Remediator.Execution.Ledgers;

namespace Remediator.Cli;

/// <summary>The <c>remediator</c> command: its subcommands, and how faults become exit codes.</summary>
public static class RemediatorCommand
{
    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancel = default)
    {
        try
        {
            var configuration = new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false };
            var parsed = Create(host).Parse(args);
            var exit = await parsed.InvokeAsync(configuration, cancel);
            return parsed.Action is ParseErrorAction ? ExitCode.Usage : exit;
        }
        catch (Exception e) when (FaultOf(e) is not null)
        {
            var (message, exit) = FaultOf(e)!.Value;
            await host.Error.WriteLineAsync(Shown.Lines(message));
            return exit;
        }
        finally
        {
            await host.Out.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>What is said of a fault that may be expected, and the exit code; null for a defect.</summary>
    internal static (string Message, int Exit)? FaultOf(Exception fault) => fault switch
    {
        CliException told => (told.Message, told.Exit),
        LedgerTableMissingException => ($"{fault.Message} Choose another with --ledger and --region; a new one is made by respond --enforce --create-ledger.", ExitCode.Usage),
        LeaseLostException => ($"{fault.Message} What it did is in the ledger: remediator executions", ExitCode.Failed),
        IOException or InvalidDataException or UnauthorizedAccessException => (AwsFailure.Describe(fault), ExitCode.Failed),
        _ when AwsFailure.IsExpected(fault) => (AwsFailure.Describe(fault), ExitCode.Failed),
        OperationCanceledException => ("Stopped. What was begun is recorded: run the same command again to finish it, or release it.", ExitCode.Stopped),
        _ => null,
    };

    /// <summary>All commands, each in a file of its own.</summary>
    /// <remarks>Not a RootCommand: that would name itself after the executable.</remarks>
    public static Command Create(CliHost host) => new TaughtCommand(
        "remediator",
        "Contains what AWS security services find: isolates instances, disables keys, closes buckets; proves it, reports it, and can put it all back. "
        + "Start with 'remediator demo'; nothing outside this machine is touched until you say 'respond --enforce'.",
        "remediator demo",
        "remediator simulate --event finding.json",
        "remediator respond --event finding.json",
        "remediator respond --event finding.json --enforce")
    {
        TaughtCommand.Help(),
        new VersionOption(),
        DemoCommand.Create(host),
        SimulateCommand.Create(host),
        RespondCommand.Create(host),
        ContainCommand.Create(host),
        ReleaseCommand.Create(host),
        ApproveCommand.Create(host),
        RejectCommand.Create(host),
        ExecutionsCommand.Create(host),
        IncidentCommand.Create(host),
        DlqCommand.Create(host),
        ArchiveCommand.Create(host),
        StatusCommand.Create(host),
        PauseCommand.Create(host),
        ResumeCommand.Create(host),
        ModeCommand.Create(host),
        ExemptCommand.Create(host),
        FreezeCommand.Create(host),
        BudgetCommand.Create(host),
        ProtectCommand.Create(host),
        CoverageCommand.Create(host),
        TestCommand.Create(host),
        ValidateCommand.Create(host),
        SchemaCommand.Create(host),
        StepsCommand.Create(host),
        PolicyCommand.Create(host),
    };
}
