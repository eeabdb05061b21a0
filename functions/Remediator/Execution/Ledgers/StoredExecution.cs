using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Remediator.Notifications;

namespace Remediator.Execution.Ledgers;

/// <summary>What a ledger keeps of one execution.</summary>
/// <param name="Record">With the lease and the version.</param>
/// <param name="SaveToken">Which save wrote it: a repeated save is recognised by it. Null when a claim wrote last.</param>
/// <param name="Outbox">In the order of writing.</param>
/// <param name="Receipts">One for each delivered channel of each entry.</param>
/// <param name="Audit">One for each save, in order.</param>
internal sealed record StoredExecution(
    [property: JsonRequired] ExecutionRecord Record,
    string? SaveToken,
    [property: JsonRequired] ImmutableArray<OutboxEntry> Outbox,
    [property: JsonRequired] ImmutableArray<DeliveryReceipt> Receipts,
    IReadOnlyList<AuditEntry>? Audit = null);
