using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Constructs;
using Remediator.Execution.Ledgers;

namespace Remediator.Infra;

/// <summary>The ledger's table, which outlives the stack: it is the record of what was changed, and what undo needs.</summary>
internal sealed class LedgerStore : Construct
{
    public LedgerStore(Construct scope)
        : base(scope, "Ledger")
    {
        Table = new Table(this, "Table", new TableProps
        {
            PartitionKey = Text(LedgerTable.PartitionKey),
            SortKey = Text(LedgerTable.SortKey),
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = TableEncryption.AWS_MANAGED,
            PointInTimeRecovery = true,
            TimeToLiveAttribute = LedgerTable.TimeToLiveAttribute,
            Stream = Enum.Parse<StreamViewType>(LedgerTable.StreamView),
            DeletionProtection = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        Table.AddGlobalSecondaryIndex(new GlobalSecondaryIndexProps
        {
            IndexName = LedgerTable.IndexName,
            PartitionKey = Text(LedgerTable.IndexPartitionKey),
            SortKey = Text(LedgerTable.IndexSortKey),
            ProjectionType = ProjectionType.KEYS_ONLY,
        });
    }

    public Table Table { get; }

    /// <summary>Of the stream only what the notifier is for: an outbox entry that was not there before.</summary>
    public IDictionary<string, object> NewOutboxEntries { get; } = new Dictionary<string, object>
    {
        ["pattern"] = new JsonObject
        {
            ["eventName"] = new JsonArray("INSERT"),
            ["dynamodb"] = new JsonObject { ["Keys"] = new JsonObject { [LedgerTable.SortKey] = new JsonObject { ["S"] = new JsonArray(new JsonObject { ["prefix"] = LedgerTable.OutboxPrefix }) } } },
        }.ToJsonString(),
    };

    /// <remarks>The query reads the controls; setting them is for people, with permissions of their own.</remarks>
    public void AllowResponding(EngineFunction function) =>
        function.Allow([Table.TableArn], "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem");

    /// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html</remarks>
    public void AllowNotifying(EngineFunction function)
    {
        function.Allow([Table.TableArn], "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem");
        function.Allow([$"{Table.TableArn}/stream/*"], "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");
    }

    private static Amazon.CDK.AWS.DynamoDB.Attribute Text(string name) => new() { Name = name, Type = AttributeType.STRING };
}
