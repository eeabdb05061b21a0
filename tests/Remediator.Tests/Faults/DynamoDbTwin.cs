using System.Reflection;
using Amazon.DynamoDBv2;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.FaultMatrix.Faults;

namespace Remediator.Tests.Faults;

/// <summary>No safeguard is missing: the ledger is DynamoDB's in moto, and says what the one in memory says, call by call.</summary>
internal sealed class DynamoDbTwin : Sabotage
{
    private const string Table = "remediator";

    public override IExecutionLedger Spoil(IExecutionLedger ledger, TimeProvider time)
    {
        var account = MotoServer.GetAsync().GetAwaiter().GetResult().NewAccountAsync().GetAwaiter().GetResult();
        var client = new AmazonDynamoDBClient(account.Credentials, new AmazonDynamoDBConfig { ServiceURL = account.Url, AuthenticationRegion = "eu-west-1" });
        LedgerTable.CreateAsync(client, Table, time, CancellationToken.None).GetAwaiter().GetResult();
        return Twins.Of(ledger, new DynamoDbLedger(client, Table, time));
    }
}

/// <summary>Asks both, answers as the second does, and throws where they do not agree.</summary>
public class Twins : DispatchProxy
{
    private IExecutionLedger _memory = null!;
    private IExecutionLedger _dynamo = null!;

    internal static IExecutionLedger Of(IExecutionLedger memory, IExecutionLedger dynamo)
    {
        var made = Create<IExecutionLedger, Twins>();
        ((Twins)(object)made)._memory = memory;
        ((Twins)(object)made)._dynamo = dynamo;
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (expected, answer) = (Ask(_memory, targetMethod!, args), Ask(_dynamo, targetMethod!, args));
        return Words(expected) == Words(answer)
            ? answer
            : throw new InvalidOperationException($"{targetMethod!.Name}: memory says {Words(expected)}, DynamoDB says {Words(answer)}");
    }

    /// <summary>On a thread of its own, outside the simulation, which waits for it.</summary>
    private static Task Ask(IExecutionLedger ledger, MethodInfo method, object?[]? args)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(async () =>
            {
                Task asked;
                try
                {
                    asked = (Task)method.Invoke(ledger, BindingFlags.DoNotWrapExceptions, null, args, null)!;
                }
                catch (Exception e)
                {
                    asked = Task.FromException(e);
                }

                await Task.WhenAny(asked);
                return new[] { asked };
            }).GetAwaiter().GetResult()[0];
        }
    }

    private static string Words(Task asked) => asked switch
    {
        { IsFaulted: true, Exception.InnerException: { } e } => e.GetType().Name,
        _ when asked.GetType().GetProperty("Result") is { } result => Words(result.GetValue(asked)),
        _ => "done",
    };

    private static string Words(object? answer) => answer switch
    {
        ExecutionRecord r => $"{r.Id} {r.State} v{r.Version} {r.LeaseOwner} {r.LeaseUntil:O} {r.Failure} {string.Join(',', r.Changes.Select(c => $"{c.Change.Attribute} {c.Change.Before} {c.Change.After} {c.Status}"))}",
        ClaimResult.Claimed c => Words(c.Record),
        HeldResources h => $"{Words(h.Record)} {string.Join(',', h.Others.Select(Words))} {h.Busy}",
        IEnumerable<ExecutionRecord> many => string.Join(';', many.Select(Words)),
        _ => $"{answer}",
    };
}
