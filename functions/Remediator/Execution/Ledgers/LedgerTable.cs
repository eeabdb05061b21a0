using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Remediator.Execution.Ledgers;

/// <summary>The one table of the DynamoDB ledger: what the stack deploys and the command line creates.</summary>
/// <remarks>
/// <code>
/// pk                 sk                          list                  at        what
/// execution#{id}     execution                   execution#{yyyy-MM}   created   an execution with its lease
/// execution#{id}     audit#{version}             finding#{hash}        saved     that execution as one save left it; written once
/// execution#{id}     outbox#{entry}              outbox | delivered    updated   what people must be told
/// execution#{id}     receipt#{entry}#{channel}                                   what they were told
/// execution#{id}     due                         due                   time      that something is to be done for it then
/// execution#{id}     waiting                     waiting               asked     that people are asked about it; without list when they no longer are
/// resource#{hash}    execution#{id}                                              that there is an execution of that resource
/// sweep#{source}     watermark                                                   how far the sweep has come
/// sweep#{source}     run#{time}                  sweep#{yyyy-MM}       time      what one run found
/// lease#{hash}       lease                                                       who works on a resource, and who planned changes of it
/// finding#{hash}     unmatched                   unmatched#{yyyy-MM}   seen      a finding without an execution
/// finding#{hash}     thread#{channel}                                            the Slack message that the thread of the finding hangs on, or who posts it
/// controls           control#{id}                                                what a person has said that the engine may do
/// controls           history#{at}#{id}                                           who set or removed which control, and why
/// budget#{id}        window#{start}#{place}                                      how much of a budget is used in a window, and by which executions
/// </code>
/// </remarks>
public static class LedgerTable
{
    public const string PartitionKey = "pk";
    public const string SortKey = "sk";

    /// <summary>Lists by month, and what waits in the outbox; keys only.</summary>
    public const string IndexName = "by-list";
    public const string IndexPartitionKey = "list";
    public const string IndexSortKey = "at";

    /// <summary>Seconds since 1970.</summary>
    public const string TimeToLiveAttribute = "expires";

    /// <summary>What the notifier's stream must show of a new item.</summary>
    public const string StreamView = "NEW_IMAGE";

    /// <summary>For the stream's filter: new items whose <see cref="SortKey"/> starts so are for the notifier.</summary>
    public const string OutboxPrefix = "outbox#";

    /// <summary>For the stream's filter: new items whose <see cref="SortKey"/> starts so are for the export.</summary>
    public const string AuditPrefix = "audit#";

    /// <summary>More than a year after the last save, so that a yearly audit finds every execution; what stands is looked at, and saved, daily.</summary>
    public static readonly TimeSpan KeepExecutions = TimeSpan.FromDays(400);

    /// <summary>
    /// Longer than anything that is contained: by it the executions are found that rely on one value. Also for messages as long as a
    /// channel has not taken them, and for receipts, so that no channel that has taken one gets it again.
    /// </summary>
    public static readonly TimeSpan KeepPointers = TimeSpan.FromDays(3650);

    /// <summary>For unmatched findings and the counters of budgets.</summary>
    public static readonly TimeSpan KeepOthers = TimeSpan.FromDays(90);

    /// <summary>Makes the table, or completes one that was left half made; returns when it can be used.</summary>
    public static async Task CreateAsync(IAmazonDynamoDB client, string table, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await client.CreateTableAsync(Definition(table), cancel).ConfigureAwait(false);
        }
        catch (ResourceInUseException)
        {
            // It exists: go on with what it may lack.
        }

        while ((await client.DescribeTableAsync(table, cancel).ConfigureAwait(false)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancel).ConfigureAwait(false);
        }

        var expiry = await client.DescribeTimeToLiveAsync(table, cancel).ConfigureAwait(false);
        if (expiry.TimeToLiveDescription?.TimeToLiveStatus is not { } status || status == TimeToLiveStatus.DISABLED)
        {
            var enable = new TimeToLiveSpecification { AttributeName = TimeToLiveAttribute, Enabled = true };
            await client.UpdateTimeToLiveAsync(new UpdateTimeToLiveRequest { TableName = table, TimeToLiveSpecification = enable }, cancel).ConfigureAwait(false);
        }

        var recovery = new PointInTimeRecoverySpecification { PointInTimeRecoveryEnabled = true };
        await client.UpdateContinuousBackupsAsync(new UpdateContinuousBackupsRequest { TableName = table, PointInTimeRecoverySpecification = recovery }, cancel).ConfigureAwait(false);
    }

    private static CreateTableRequest Definition(string table) => new()
    {
        TableName = table,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions = [.. new[] { PartitionKey, SortKey, IndexPartitionKey, IndexSortKey }.Select(n => new AttributeDefinition(n, ScalarAttributeType.S))],
        KeySchema = Keys(PartitionKey, SortKey),
        GlobalSecondaryIndexes =
        [
            new GlobalSecondaryIndex
            {
                IndexName = IndexName,
                KeySchema = Keys(IndexPartitionKey, IndexSortKey),
                Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
            },
        ],
        SSESpecification = new SSESpecification { Enabled = true, SSEType = SSEType.KMS },
        StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = StreamView },
    };

    private static List<KeySchemaElement> Keys(string partition, string sort) => [new(partition, KeyType.HASH), new(sort, KeyType.RANGE)];
}

/// <summary>The ledger's table is not there: nothing was read or written.</summary>
public sealed class LedgerTableMissingException(string table, Exception inner)
    : Exception($"There is no DynamoDB table '{table}' in this account and Region.", inner)
{
    public string Table { get; } = table;
}
