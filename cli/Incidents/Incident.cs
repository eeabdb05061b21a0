using System.Collections.Immutable;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Cli.Incidents;

/// <summary>Everything that the ledger knows of one finding, or of one execution of it.</summary>
/// <param name="Asked">The id that was asked for.</param>
/// <param name="Unmatched">Set where the finding led to no execution.</param>
/// <param name="Executions">The oldest first.</param>
public sealed record Incident(string Asked, UnmatchedFinding? Unmatched, ImmutableArray<IncidentExecution> Executions)
{
    /// <param name="id">An execution's id, a finding's, or an incident's as messages have it.</param>
    /// <returns>Null when the ledger knows neither execution nor finding.</returns>
    /// <exception cref="CliException">It is an incident's that is not found.</exception>
    public static async Task<Incident?> ReadAsync(IExecutionLedger ledger, string id, CancellationToken cancel)
    {
        var named = await NamedIncident.FindingAsync(ledger, id, cancel);
        IReadOnlyList<ExecutionRecord> records = named is null && await ledger.FindAsync(id, cancel) is { } one ? [one] : await ledger.ListOfFindingAsync(named ?? id, cancel);
        var unmatched = await ledger.FindUnmatchedAsync(named ?? id, cancel);
        if (records.Count == 0 && unmatched is null)
        {
            return null;
        }

        var executions = new List<IncidentExecution>();
        foreach (var record in records.OrderBy(r => r.CreatedAt))
        {
            var audit = await ledger.ListAuditAsync(record.Id, cancel);
            executions.Add(new IncidentExecution(record, [.. audit], await ReceiptsAsync(ledger, record, audit, cancel)));
        }

        return new Incident(id, unmatched, [.. executions]);
    }

    private static async Task<ImmutableArray<DeliveryReceipt>> ReceiptsAsync(IExecutionLedger ledger, ExecutionRecord record, IReadOnlyList<AuditEntry> audit, CancellationToken cancel)
    {
        var receipts = new List<DeliveryReceipt>();
        foreach (var news in audit.SelectMany(a => a.News).DistinctBy(n => n.Id))
        {
            receipts.AddRange(ledger is IOutbox outbox ? await outbox.ListReceiptsAsync(new OutboxEntry(news.Id, news.Kind, news.Channels, record), cancel) : []);
        }

        return [.. receipts];
    }
}

/// <summary>One execution with its audit and what people were told.</summary>
public sealed record IncidentExecution(ExecutionRecord Record, ImmutableArray<AuditEntry> Audit, ImmutableArray<DeliveryReceipt> Receipts)
{
    /// <summary>What people were not told, the oldest first.</summary>
    public IEnumerable<UndeliveredNews> Undelivered =>
        from audit in Audit
        from news in audit.News
        from channel in news.Channels.Distinct(StringComparer.Ordinal)
        where !Receipts.Any(r => r.EntryId == news.Id && r.Channel == channel)
        group audit.At by (news.Id, news.Kind, channel) into missing
        select new UndeliveredNews(missing.Key.Id, missing.Key.Kind, missing.Key.channel, missing.Min());
}
