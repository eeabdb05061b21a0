using Remediator.Findings;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <summary>Writes of a resource's lease: <see cref="ResourceLeaseRules"/> as conditions.</summary>
internal static class LeaseUpdate
{
    public const string SortKey = "lease";
    public const string Holder = "holder";
    public const string Until = "until";
    public const string Executions = "executions";
    private const string Resource = "resource";

    private const string IsFree = "attribute_not_exists(#holder) OR #holder = :holder OR #until <= :free";

    /// <remarks>Of the same execution it is not shortened.</remarks>
    private const string IsFreeOrShorter = "attribute_not_exists(#holder) OR #until <= :free OR (#holder = :holder AND #until <= :until)";

    public static Item Key(ResourceIdentity resource) =>
        LedgerItems.Key($"lease#{LeaseRules.Hash(string.Join('\u001f', resource.Account, resource.Region, resource.Kind, resource.Id))}", SortKey);

    public static LedgerUpdate Take(ResourceIdentity resource, string executionId, DateTimeOffset until, DateTimeOffset now) =>
        Of(resource, executionId, until, now, IsFreeOrShorter, now, isPlanned: false);

    public static LedgerUpdate Save(ExecutionRecord record, ResourceIdentity resource, bool isHeld, bool isPlanned, DateTimeOffset now) =>
        Of(resource, record.Id, ResourceLeaseRules.Until(record), now, isHeld ? "#holder = :holder" : IsFree, ResourceLeaseRules.FreeSince(record, now), isPlanned);

    /// <param name="free">Since when it must have been nobody's, where the condition asks.</param>
    private static LedgerUpdate Of(ResourceIdentity resource, string executionId, DateTimeOffset until, DateTimeOffset now, string condition, DateTimeOffset free, bool isPlanned)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["#holder"] = Holder,
            ["#until"] = Until,
            ["#resource"] = Resource,
            ["#expires"] = LedgerTable.TimeToLiveAttribute,
        };
        var values = new Item
        {
            [":holder"] = new(executionId),
            [":until"] = new(LedgerItems.Stamp(until)),
            [":resource"] = new(resource.ToString()),
            [":expires"] = LedgerItems.Expiry(now, LedgerTable.KeepPointers),
        };
        if (condition.Contains(":free", StringComparison.Ordinal))
        {
            values[":free"] = new(LedgerItems.Stamp(free));
        }

        var expression = "SET #holder = :holder, #until = :until, #resource = :resource, #expires = :expires";
        if (isPlanned)
        {
            expression += " ADD #executions :executions";
            names["#executions"] = Executions;
            values[":executions"] = new AttributeValue { SS = [executionId] };
        }

        return new(Key(resource), expression, condition, values, names);
    }
}
