using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Remediator.Approvals;
using Remediator.Notifications;
using Remediator.Sweeping;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <summary>Records as items of the table, and back.</summary>
internal static class LedgerItems
{
    public const string Body = "body";
    public const string Raw = "raw";
    public const string Version = "version";
    public const string LeaseOwner = "leaseOwner";
    public const string LeaseUntil = "leaseUntil";
    public const string SaveToken = "save";

    /// <summary>Of a finding without execution that its source settled: when.</summary>
    public const string Settled = "settled";

    public const string ExecutionSortKey = "execution";
    public const string OutboxList = "outbox";
    public const string DeliveredList = "delivered";
    public const string UnmatchedList = "unmatched";
    public const string SweepList = "sweep";
    public const string DueList = "due";
    public const string WaitingList = "waiting";
    public const string WatermarkSortKey = "watermark";

    /// <summary>DynamoDB takes 400 KB; the rest is for keys, lease and the item's own overhead.</summary>
    private const int ItemLimit = 390 * 1024;

    public static string ExecutionKey(string id) => $"execution#{id}";

    public static string ExecutionId(string partition) => partition["execution#".Length..];

    /// <summary>Everything of one finding: its audit entries by the index, its unmatched record by this partition.</summary>
    public static string FindingKey(string findingId) => $"finding#{LeaseRules.Hash(findingId)}";

    public static string ResourceKey(string kind, string id) => $"resource#{LeaseRules.Hash($"{kind} {id}")}";

    /// <summary>Lists an execution under its resource.</summary>
    public static Item OfResource(ExecutionRecord record)
    {
        var item = Key(ResourceKey(record.Resource.Kind, record.Resource.Id), ExecutionKey(record.Id));
        item[LedgerTable.TimeToLiveAttribute] = Expiry(record.CreatedAt, LedgerTable.KeepPointers);
        return item;
    }

    public static string SweepKey(string source) => $"sweep#{source}";

    public static string ReceiptPrefix(string entryId) => $"receipt#{entryId}#";

    public static Item Key(string partition, string sort) => new()
    {
        [LedgerTable.PartitionKey] = new AttributeValue(partition),
        [LedgerTable.SortKey] = new AttributeValue(sort),
    };

    public static string MonthList(string what, DateTimeOffset at) => $"{what}#{at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture)}";

    /// <summary>Of fixed width and in UTC, so that the order of the texts is the order of the times.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public static AttributeValue Number(long n) => new() { N = n.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Expiry(DateTimeOffset at, TimeSpan keep) => Number((at + keep).ToUnixTimeSeconds());

    /// <summary>
    /// Body and raw finding. The raw finding is compressed; one that does not fit beside the body is left out and says so, since
    /// the plan must be recorded, and the source still has the finding.
    /// </summary>
    public static (AttributeValue Body, AttributeValue Raw) Contents(ExecutionRecord record)
    {
        var bare = record with { Version = 0, LeaseOwner = null, LeaseUntil = null, Finding = record.Finding with { Raw = "" } };
        var body = PackedText.Pack(RecordJson.Write(bare));
        var raw = PackedText.Compress(record.Finding.Raw);
        return PackedText.Size(body) + PackedText.Size(raw) <= ItemLimit ? (body, raw) : (body, PackedText.Compress(Omitted(record.Finding.Raw)));
    }

    public static ExecutionRecord Record(Item item)
    {
        var record = RecordJson.ReadRecord(PackedText.Unpack(item[Body]));
        return record with
        {
            Finding = record.Finding with { Raw = PackedText.Unpack(item[Raw]) },
            Version = VersionOf(item),
            LeaseOwner = item.GetValueOrDefault(LeaseOwner)?.S,
            LeaseUntil = item.GetValueOrDefault(LeaseUntil)?.S is { } until ? Time(until) : null,
        };
    }

    public static long VersionOf(Item item) => long.Parse(item[Version].N, CultureInfo.InvariantCulture);

    public static OutboxEntry Entry(Item item) => RecordJson.ReadEntry(PackedText.Unpack(item[Body]));

    public static Item Receipt(string executionId, DeliveryReceipt receipt)
    {
        var item = Key(ExecutionKey(executionId), ReceiptPrefix(receipt.EntryId) + receipt.Channel);
        item["entry"] = new AttributeValue(receipt.EntryId);
        item["channel"] = new AttributeValue(receipt.Channel);
        item["delivered"] = new AttributeValue(Stamp(receipt.At));
        item[LedgerTable.TimeToLiveAttribute] = Expiry(receipt.At, LedgerTable.KeepPointers);
        if (receipt.Reference is { Length: > 0 } reference)
        {
            item["reference"] = new AttributeValue(reference);
        }

        return item;
    }

    public static DeliveryReceipt Receipt(Item item) =>
        new(item["entry"].S, item["channel"].S, Time(item["delivered"].S), item.GetValueOrDefault("reference")?.S);

    public static Item Unmatched(UnmatchedFinding unmatched)
    {
        var item = Key(FindingKey(unmatched.Id), UnmatchedList);
        item[LedgerTable.IndexPartitionKey] = new AttributeValue(MonthList(UnmatchedList, unmatched.At));
        item[LedgerTable.IndexSortKey] = new AttributeValue(Stamp(unmatched.At));
        item[LedgerTable.TimeToLiveAttribute] = Expiry(unmatched.At, LedgerTable.KeepOthers);
        item[Body] = PackedText.Pack(JsonSerializer.Serialize(unmatched, RecordJsonContext.Default.UnmatchedFinding));
        if (unmatched.Outcome == UnmatchedFinding.Resolved)
        {
            item[Settled] = new AttributeValue(Stamp(unmatched.At));
        }

        return item;
    }

    public static UnmatchedFinding Unmatched(AttributeValue body) =>
        JsonSerializer.Deserialize(PackedText.Unpack(body), RecordJsonContext.Default.UnmatchedFinding)
        ?? throw new JsonException("an unmatched finding is missing");

    public static Item Sweep(SweepRun run)
    {
        var item = Watermark(run);
        item[LedgerTable.SortKey] = new AttributeValue($"run#{Stamp(run.At)}");
        item[LedgerTable.IndexPartitionKey] = new AttributeValue(MonthList(SweepList, run.At));
        item[LedgerTable.IndexSortKey] = new AttributeValue(Stamp(run.At));
        item[LedgerTable.TimeToLiveAttribute] = Expiry(run.At, LedgerTable.KeepExecutions);
        return item;
    }

    /// <summary>Names the state of a source's sweep, for conditions.</summary>
    public static string SweepToken(bool isOpen, DateTimeOffset until) => $"{(isOpen ? "open" : "done")} {Stamp(until)}";

    /// <summary>Never expires: without it a sweep would begin anew.</summary>
    public static Item Watermark(SweepRun run)
    {
        var item = Key(SweepKey(run.Source), WatermarkSortKey);
        item[SaveToken] = new AttributeValue(SweepToken(run.IsOpen, run.Until));
        item[Body] = PackedText.Pack(JsonSerializer.Serialize(run, RecordJsonContext.Default.SweepRun));
        return item;
    }

    public static SweepRun Sweep(Item item) =>
        JsonSerializer.Deserialize(PackedText.Unpack(item[Body]), RecordJsonContext.Default.SweepRun) ?? throw new JsonException("a sweep's run is missing");

    public static Item Audit(AuditEntry entry)
    {
        var item = Key(ExecutionKey(entry.ExecutionId), string.Create(CultureInfo.InvariantCulture, $"{LedgerTable.AuditPrefix}{entry.Version:D12}"));
        item[LedgerTable.IndexPartitionKey] = new AttributeValue(FindingKey(entry.Record.Key.FindingId));
        item[LedgerTable.IndexSortKey] = new AttributeValue(Stamp(entry.At));
        item[LedgerTable.TimeToLiveAttribute] = Expiry(entry.At, LedgerTable.KeepExecutions);
        item[Body] = PackedText.Pack(RecordJson.Write(entry));
        return item;
    }

    public static AuditEntry Audit(AttributeValue body) => RecordJson.ReadAudit(PackedText.Unpack(body));

    /// <summary>Says when to look at an execution next.</summary>
    /// <remarks>The version lets a reader take it off the list only if nobody has saved the execution since.</remarks>
    public static Item Due(ExecutionRecord record)
    {
        var item = Key(ExecutionKey(record.Id), DueList);
        var next = record.Due.Min(w => w.At);
        item[LedgerTable.IndexPartitionKey] = new AttributeValue(DueList);
        item[LedgerTable.IndexSortKey] = new AttributeValue(Stamp(next));
        item[Version] = Number(record.Version + 1);
        item[LedgerTable.TimeToLiveAttribute] = Expiry(next, LedgerTable.KeepExecutions);
        return item;
    }

    /// <summary>Lists an execution that has an open question to people; one whose question is over keeps the item, outside of the list.</summary>
    public static Item Waiting(string executionId, Approval asked)
    {
        var item = Key(ExecutionKey(executionId), WaitingList);
        item[LedgerTable.TimeToLiveAttribute] = Expiry(asked.ExpiresAt, LedgerTable.KeepExecutions);
        if (asked.IsOpen)
        {
            item[LedgerTable.IndexPartitionKey] = new AttributeValue(WaitingList);
            item[LedgerTable.IndexSortKey] = new AttributeValue(Stamp(asked.AskedAt));
        }

        return item;
    }

    public static DateTimeOffset Time(string stamp) => DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture);

    private static string Omitted(string raw) =>
        $$"""{"remediator":"The raw finding of {{Encoding.UTF8.GetByteCount(raw)}} bytes is left out: a DynamoDB item holds 400 KB."}""";
}
