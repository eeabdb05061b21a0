using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Execution;
using Remediator.Execution.Ledgers;

namespace Remediator.Cli;

/// <summary>Where executions are recorded: <c>memory</c>, <c>file[:FOLDER]</c> or <c>dynamodb:TABLE</c>.</summary>
public static class LedgerChoice
{
    public static Option<string> Option(CliHost host) => new("--ledger", "-l")
    {
        Description = "memory (forgotten at exit), file or file:FOLDER (on this machine), or dynamodb:TABLE (shared; made if it is missing). "
            + "Default: REMEDIATOR_LEDGER, then file.",
        HelpName = "WHERE",
        DefaultValueFactory = _ => host.Environment("REMEDIATOR_LEDGER") is { Length: > 0 } set ? set : "file",
    };

    /// <exception cref="CliException">The choice is none of the three.</exception>
    public static async Task<IExecutionLedger> OpenAsync(string choice, AwsConnection aws, CliHost host, CancellationToken cancel)
    {
        var (kind, place) = choice.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (choice[..colon], choice[(colon + 1)..]) : (choice, "");
        switch (kind)
        {
            case "memory":
                return new InMemoryLedger(host.Clock);
            case "file":
                return new FileLedger(place.Length > 0 ? host.PathOf(place) : DefaultFolder(host), host.Clock);
            case "dynamodb" when place.Length > 0:
                return await OpenTableAsync(place, aws, host, cancel);
            default:
                throw new CliException($"--ledger: '{choice}' is none of memory, file, file:FOLDER and dynamodb:TABLE.");
        }
    }

    private static async Task<DynamoDbLedger> OpenTableAsync(string table, AwsConnection aws, CliHost host, CancellationToken cancel)
    {
        var client = new AmazonDynamoDBClient(aws.Credentials, (AmazonDynamoDBConfig)aws.Endpoint.Apply(new AmazonDynamoDBConfig(), aws.Region));
        try
        {
            await client.DescribeTableAsync(table, cancel);
        }
        catch (ResourceNotFoundException)
        {
            await LedgerTable.CreateAsync(client, table, host.Clock, cancel);
            await host.Error.WriteLineAsync($"Made the DynamoDB table {table} in {aws.Region}: on demand, encrypted, with point-in-time recovery.");
        }

        return new DynamoDbLedger(client, table, host.Clock);
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
