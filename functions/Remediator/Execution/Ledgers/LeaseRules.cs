using System.Security.Cryptography;
using System.Text;
using Remediator.Notifications;

namespace Remediator.Execution.Ledgers;

/// <summary>Who may write: the rules of lease and version, which DynamoDB's condition expressions repeat.</summary>
/// <remarks>
/// The version is the fence. Every claim and every save makes a new one, so whoever holds an older one has been overtaken, even
/// by a worker of the same name. A save may end the lease: a record without owner passes on the version alone.
/// </remarks>
internal static class LeaseRules
{
    /// <summary>What is to be stored, or who holds the lease.</summary>
    public static (StoredExecution? Next, ClaimResult Result) Claim(
        StoredExecution? stored, ExecutionRecord fresh, string owner, TimeSpan lease, DateTimeOffset now)
    {
        if (stored?.Record is { LeaseOwner: { } holder, LeaseUntil: { } until } && holder != owner && until > now)
        {
            return (null, new ClaimResult.Busy(holder, until));
        }

        var record = stored?.Record ?? fresh;
        record = record with { LeaseOwner = owner, LeaseUntil = now + lease, Version = (stored?.Record.Version ?? 0) + 1 };
        var next = new StoredExecution(record, null, stored?.Outbox ?? [], stored?.Receipts ?? [], stored?.Audit);
        return (next, new ClaimResult.Claimed(record));
    }

    /// <summary>What is to be stored; the stored one itself when this very save took effect before.</summary>
    /// <exception cref="LeaseLostException">The lease or the version is another's.</exception>
    public static StoredExecution Save(StoredExecution? stored, ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, DateTimeOffset now)
    {
        var token = SaveToken(record, outbox);
        if (stored is null || !MayWrite(stored.Record, record))
        {
            return stored is not null && IsRepeated(stored.Record.Version, stored.SaveToken, record, token)
                ? stored
                : throw new LeaseLostException(record.Id);
        }

        var added = outbox.Where(e => stored.Outbox.All(o => o.Id != e.Id)).Select(WithoutRaw);
        return stored with
        {
            Record = Saved(record),
            SaveToken = token,
            Outbox = [.. stored.Outbox, .. added],
            Audit = [.. stored.Audit ?? [], AuditEntry.Of(record, outbox, now)],
        };
    }

    /// <summary>The record after its save: one version on, its trail in the audit, with the leases that its plan needs.</summary>
    public static ExecutionRecord Saved(ExecutionRecord record) => ResourceLeaseRules.Saved(record) with { Version = record.Version + 1, Trail = [] };

    /// <summary>The save took effect before and its answer was lost: the same content upon the same version.</summary>
    public static bool IsRepeated(long storedVersion, string? storedToken, ExecutionRecord record, string token) =>
        storedVersion == record.Version + 1 && storedToken == token;

    /// <summary>Names the content of a save.</summary>
    public static string SaveToken(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox) =>
        Hash($"{RecordJson.Write(record)}\n{string.Join('\n', outbox.Select(e => e.Id))}");

    /// <summary>Notices are made without the raw finding, and one copy of it is enough.</summary>
    public static OutboxEntry WithoutRaw(OutboxEntry entry) =>
        entry with { Record = entry.Record with { Finding = entry.Record.Finding with { Raw = "{}" } } };

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static bool MayWrite(ExecutionRecord stored, ExecutionRecord record) =>
        stored.Version == record.Version
        && stored.LeaseOwner is not null
        && (record.LeaseOwner is null || record.LeaseOwner == stored.LeaseOwner);
}
