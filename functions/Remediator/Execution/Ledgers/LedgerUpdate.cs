using Amazon.DynamoDBv2.Model;
using Remediator.Notifications;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <summary>One conditional write, in the words that single updates and transactions share.</summary>
/// <param name="Condition">Null for none.</param>
internal sealed record LedgerUpdate(Item Key, string Expression, string? Condition, Item Values, Dictionary<string, string> Names)
{
    /// <summary>Creates the execution or takes over its lease: <see cref="LeaseRules.Claim"/> as a condition.</summary>
    public static LedgerUpdate Claim(ExecutionRecord fresh, string owner, DateTimeOffset until, DateTimeOffset now)
    {
        var (body, raw) = LedgerItems.Contents(fresh);
        return Of(
            LedgerItems.ExecutionSortKey,
            fresh.Id,
            "SET #leaseOwner = :owner, #leaseUntil = :until, #version = if_not_exists(#version, :zero) + :one, #body = if_not_exists(#body, :body), "
                + "#raw = if_not_exists(#raw, :raw), #list = if_not_exists(#list, :list), #at = if_not_exists(#at, :at), #expires = if_not_exists(#expires, :expires) "
                + "REMOVE #save",
            "attribute_not_exists(#leaseOwner) OR #leaseUntil <= :now OR #leaseOwner = :owner",
            new Item
            {
                [":owner"] = new(owner),
                [":until"] = new(LedgerItems.Stamp(until)),
                [":now"] = new(LedgerItems.Stamp(now)),
                [":zero"] = LedgerItems.Number(0),
                [":one"] = LedgerItems.Number(1),
                [":body"] = body,
                [":raw"] = raw,
                [":list"] = new(LedgerItems.MonthList(LedgerItems.ExecutionSortKey, fresh.CreatedAt)),
                [":at"] = new(LedgerItems.Stamp(fresh.CreatedAt)),
                [":expires"] = LedgerItems.Expiry(fresh.CreatedAt, LedgerTable.KeepExecutions),
            });
    }

    /// <summary>Ends a lease that nothing was done with.</summary>
    public static LedgerUpdate GiveBack(ExecutionRecord claimed, DateTimeOffset now) => Of(
        LedgerItems.ExecutionSortKey,
        claimed.Id,
        "SET #leaseUntil = :now",
        "#version = :version",
        new Item { [":now"] = new(LedgerItems.Stamp(now)), [":version"] = LedgerItems.Number(claimed.Version) });

    /// <summary><see cref="LeaseRules.Save"/> as a condition.</summary>
    public static LedgerUpdate Save(ExecutionRecord record, string token, DateTimeOffset now)
    {
        var (body, raw) = LedgerItems.Contents(record);
        var values = new Item
        {
            [":body"] = body,
            [":raw"] = raw,
            [":version"] = LedgerItems.Number(record.Version),
            [":next"] = LedgerItems.Number(record.Version + 1),
            [":save"] = new(token),
            [":expires"] = LedgerItems.Expiry(now, LedgerTable.KeepExecutions),
        };
        var set = "SET #body = :body, #raw = :raw, #version = :next, #save = :save, #expires = :expires";
        var condition = "#version = :version AND ";
        if (record.LeaseOwner is not { } owner)
        {
            return Of(LedgerItems.ExecutionSortKey, record.Id, set + " REMOVE #leaseOwner, #leaseUntil", condition + "attribute_exists(#leaseOwner)", values);
        }

        values[":owner"] = new(owner);
        values[":until"] = new(LedgerItems.Stamp(record.LeaseUntil ?? DateTimeOffset.MinValue));
        return Of(LedgerItems.ExecutionSortKey, record.Id, set + ", #leaseUntil = :until", condition + "#leaseOwner = :owner", values);
    }

    /// <summary>News; an entry that is there already stays as it is, delivered or not.</summary>
    public static LedgerUpdate Announce(OutboxEntry entry) => Of(
        LedgerTable.OutboxPrefix + entry.Id,
        entry.Record.Id,
        "SET #body = if_not_exists(#body, :body), #list = if_not_exists(#list, :list), #at = if_not_exists(#at, :at), #expires = if_not_exists(#expires, :expires)",
        null,
        new Item
        {
            [":body"] = PackedText.Pack(RecordJson.Write(LeaseRules.WithoutRaw(entry))),
            [":list"] = new(LedgerItems.OutboxList),
            [":at"] = new(LedgerItems.Stamp(entry.Record.UpdatedAt)),
            [":expires"] = LedgerItems.Expiry(entry.Record.UpdatedAt, LedgerTable.KeepPointers),
        });

    /// <summary>Takes an entry off the list of what waits; from now on it is kept no longer than an execution.</summary>
    public static LedgerUpdate Delivered(OutboxEntry entry, DateTimeOffset at) => Of(
        LedgerTable.OutboxPrefix + entry.Id,
        entry.Record.Id,
        "SET #list = :list, #expires = :expires",
        "attribute_exists(#body)",
        new Item { [":list"] = new(LedgerItems.DeliveredList), [":expires"] = LedgerItems.Expiry(at, LedgerTable.KeepExecutions) });

    private static LedgerUpdate Of(string sortKey, string executionId, string expression, string? condition, Item values)
    {
        var words = $"{expression} {condition}";
        var names = Attributes.Where(n => words.Contains($"#{n}", StringComparison.Ordinal)).ToDictionary(n => $"#{n}", StringComparer.Ordinal);
        return new(LedgerItems.Key(LedgerItems.ExecutionKey(executionId), sortKey), expression, condition, values, names);
    }

    private static readonly string[] Attributes =
    [
        LedgerItems.Body, LedgerItems.Raw, LedgerItems.Version, LedgerItems.LeaseOwner, LedgerItems.LeaseUntil, LedgerItems.SaveToken,
        LedgerTable.IndexPartitionKey, LedgerTable.IndexSortKey, LedgerTable.TimeToLiveAttribute,
    ];
}
