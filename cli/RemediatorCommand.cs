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
        catch (CliException e)
        {
            return await FailAsync(e.Message, ExitCode.Usage);
        }
        catch (LedgerTableMissingException e)
        {
            return await FailAsync($"{e.Message} respond makes it; or choose another with --ledger and --region.", ExitCode.Usage);
        }
        catch (LeaseLostException e)
        {
            return await FailAsync($"{e.Message} What it did is in the ledger: remediator executions", ExitCode.Failed);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) || e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return await FailAsync(AwsFailure.Describe(e), ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync("Stopped. What was begun is recorded: run the same command again to finish it, or release it.", ExitCode.Stopped);
        }
        finally
        {
            await host.Out.FlushAsync(CancellationToken.None);
        }

        async Task<int> FailAsync(string message, int exit)
        {
            await host.Error.WriteLineAsync(Shown.Lines(message));
            return exit;
        }
    }

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
        ReleaseCommand.Create(host),
        ApproveCommand.Create(host),
        RejectCommand.Create(host),
        ExecutionsCommand.Create(host),
        IncidentCommand.Create(host),
        DlqCommand.Create(host),
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
        PolicyCommand.Create(host),
    };
}
