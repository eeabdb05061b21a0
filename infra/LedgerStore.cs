using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.Lambda;
using Constructs;

namespace Remediator.Infra;

/// <summary>The ledger's table, which outlives the stack: it is the record of what was changed, and what undo needs.</summary>
internal sealed class LedgerStore : Construct
{
    public LedgerStore(Construct scope)
        : base(scope, "Ledger")
    {
        Table = new Table(this, "Table", new TableProps
        {
            PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "pk", Type = AttributeType.STRING },
            SortKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "sk", Type = AttributeType.STRING },
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = TableEncryption.AWS_MANAGED,
            PointInTimeRecovery = true,
            TimeToLiveAttribute = "ttl",
            Stream = StreamViewType.NEW_IMAGE,
            DeletionProtection = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
    }

    public Table Table { get; }

    /// <summary>Of the stream only what the notifier is for: an outbox entry that was not there before.</summary>
    public IDictionary<string, object> NewOutboxEntries { get; } = FilterCriteria.Filter(new Dictionary<string, object>
    {
        ["eventName"] = FilterRule.IsEqual("INSERT"),
        ["dynamodb"] = new Dictionary<string, object> { ["Keys"] = new Dictionary<string, object> { ["sk"] = new Dictionary<string, object> { ["S"] = FilterRule.BeginsWith("outbox#") } } },
    });

    public void AllowResponding(EngineFunction function) =>
        function.Allow([Table.TableArn, $"{Table.TableArn}/index/*"], "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem");

    /// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html</remarks>
    public void AllowNotifying(EngineFunction function)
    {
        function.Allow([Table.TableArn], "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem");
        function.Allow([$"{Table.TableArn}/stream/*"], "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");
    }
}
