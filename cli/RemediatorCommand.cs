using System.CommandLine;
using Remediator.Cli.Commands;
using Remediator.Execution;

namespace Remediator.Cli;

/// <summary>The <c>remediator</c> command: its subcommands, and how faults become exit codes.</summary>
public static class RemediatorCommand
{
    /// <summary>All commands, each in a file of its own.</summary>
    public static RootCommand Create(CliHost host) =>
        new RootCommand(
            "Contains what AWS security services find: isolates instances, disables keys, closes buckets; proves it, reports it, and can put it all back. "
            + "Start with 'remediator demo'; nothing outside this machine is touched until you say 'respond --enforce'.")
        {
            DemoCommand.Create(host),
            SimulateCommand.Create(host),
            RespondCommand.Create(host),
            ReleaseCommand.Create(host),
            ExecutionsCommand.Create(host),
            TestCommand.Create(host),
            ValidateCommand.Create(host),
            SchemaCommand.Create(host),
            PolicyCommand.Create(host),
        };

    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancel = default)
    {
        try
        {
            var configuration = new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false };
            return await Create(host).Parse(args).InvokeAsync(configuration, cancel);
        }
        catch (CliException e)
        {
            await host.Error.WriteLineAsync(e.Message);
            return ExitCode.Usage;
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) || e is IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync(AwsFailure.Describe(e));
            return ExitCode.Failed;
        }
        finally
        {
            await host.Out.FlushAsync(CancellationToken.None);
        }
    }
}
