using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Organizations;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution;
using Remediator.Execution.Ledgers;

namespace Remediator.Cli;

/// <summary>Where executions are recorded: <c>memory</c>, <c>file[:FOLDER]</c> or <c>dynamodb:TABLE</c>.</summary>
public static class LedgerChoice
{
    public static Option<string> Option(CliHost host) => new("--ledger", "-l")
    {
        Description = "memory (forgotten at exit), file or file:FOLDER (on this machine), or dynamodb:TABLE (shared; respond makes it with --create-ledger). "
            + "Default: REMEDIATOR_LEDGER, then file.",
        HelpName = "WHERE",
        DefaultValueFactory = _ => host.Environment("REMEDIATOR_LEDGER") is { Length: > 0 } set ? set : "file",
    };

    /// <param name="connect">Called only where the ledger is in AWS: the others need no credentials.</param>
    /// <param name="create">Whether a missing table is made; a mistyped name must not leave a second, empty ledger behind, without leases and controls.</param>
    /// <exception cref="CliException">The choice is none of the three.</exception>
    public static async Task<IExecutionLedger> OpenAsync(string choice, Func<AwsConnection> connect, bool create, CliHost host, CancellationToken cancel)
    {
        switch (choice.Split(':', 2))
        {
            case ["memory"]:
                return new InMemoryLedger(host.Clock);
            case ["file"]:
                return new FileLedger(DefaultFolder(host), host.Clock);
            case ["file", { Length: > 0 } folder]:
                return new FileLedger(host.PathOf(folder), host.Clock);
            case ["dynamodb", { Length: > 0 } table]:
                return await TableAsync(table, connect(), create, host, cancel);
            default:
                throw Unknown(choice);
        }
    }

    /// <summary>The controls that stand beside the executions.</summary>
    /// <exception cref="CliException">The choice is none of the three.</exception>
    public static Task<ControlSource> OpenControlsAsync(string choice, Func<AwsConnection> connect, CliHost host, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(choice.Split(':', 2) switch
        {
            ["memory"] => ControlSource.InMemory(host.Clock),
            ["file"] => InFolder(DefaultFolder(host)),
            ["file", { Length: > 0 } folder] => InFolder(host.PathOf(folder)),
            ["dynamodb", { Length: > 0 } table] => InTable(table, connect()),
            _ => throw Unknown(choice),
        });

        ControlSource InFolder(string folder) => new(new FileControlStore(folder, host.Clock), new FileBudgetCounters(folder, host.Clock), new NoOrganization());

        ControlSource InTable(string table, AwsConnection aws)
        {
            var client = Client(aws);
            var organizations = new AmazonOrganizationsClient(aws.Credentials, (AmazonOrganizationsConfig)aws.Endpoint.Apply(new AmazonOrganizationsConfig(), aws.Region));
            return new(new DynamoDbControlStore(client, table, host.Clock), new DynamoDbBudgetCounters(client, table), new AwsOrganization(organizations, host.Clock));
        }
    }

    /// <summary>Whether others write there too, under their own names.</summary>
    public static bool IsShared(string choice) => choice.StartsWith("dynamodb:", StringComparison.Ordinal);

    private static CliException Unknown(string choice) => new($"--ledger: '{choice}' is none of memory, file, file:FOLDER and dynamodb:TABLE.");

    private static AmazonDynamoDBClient Client(AwsConnection aws) =>
        new(aws.Credentials, (AmazonDynamoDBConfig)aws.Endpoint.Apply(new AmazonDynamoDBConfig(), aws.Region));

    private static async Task<DynamoDbLedger> TableAsync(string table, AwsConnection aws, bool create, CliHost host, CancellationToken cancel)
    {
        await ClockSkew.CheckAsync(aws, host, cancel);
        var client = Client(aws);
        if (create && !await ExistsAsync(client, table, cancel))
        {
            await LedgerTable.CreateAsync(client, table, host.Clock, cancel);
            await host.Error.WriteLineAsync($"Made the DynamoDB table {table} in {aws.Region} (on demand, encrypted, point-in-time recovery).");
        }

        return new DynamoDbLedger(client, table, host.Clock);
    }

    private static async Task<bool> ExistsAsync(AmazonDynamoDBClient client, string table, CancellationToken cancel)
    {
        try
        {
            await client.DescribeTableAsync(table, cancel);
            return true;
        }
        catch (ResourceNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The XDG state folder of the user.</summary>
    private static string DefaultFolder(CliHost host)
    {
        var state = host.Environment("XDG_STATE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".local", "state");
        return Path.Combine(state, "remediator");
    }
}
