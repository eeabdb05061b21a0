using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Remediator.Controls.Stores;
using Remediator.Execution.Ledgers;

namespace Remediator.Infra;

/// <summary>The ledger's table, which outlives the stack: it is the record of what was changed, and what undo needs.</summary>
internal sealed class LedgerStore : Construct
{
    private const int StreamBatch = 10;
    private const int StreamRetries = 10;

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
    public IDictionary<string, object> NewOutboxEntries { get; } = New(LedgerTable.OutboxPrefix);

    /// <summary>Of the stream only new audit entries, and changes of controls.</summary>
    public IDictionary<string, object> NewAuditEntries { get; } = New(LedgerTable.AuditPrefix, DynamoDbControlStore.HistoryPrefix);

    /// <remarks>The query reads the controls.</remarks>
    public void AllowResponding(EngineFunction function) =>
        Allow(function, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem");

    /// <summary>Beside what responding needs: playbooks that ask whether another finding is about the resource read its executions.</summary>
    public void AllowCorroborating(EngineFunction function) => function.Allow([Table.TableArn], "dynamodb:BatchGetItem");

    /// <summary>To record what was told, and which message the thread of an incident hangs on.</summary>
    public void AllowNotifying(EngineFunction function) =>
        Allow(function, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem");

    /// <summary>Beside what telling needs: to list what waits in the outbox.</summary>
    public void AllowResending(EngineFunction function)
    {
        function.Allow([Table.TableArn], "dynamodb:BatchGetItem");
        function.Allow([$"{Table.TableArn}/index/{LedgerTable.IndexName}"], "dynamodb:Query");
    }

    /// <summary>To record what people decide.</summary>
    public void AllowDeciding(EngineFunction function) =>
        Allow(function, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem");

    public void AllowSweeping(EngineFunction function)
    {
        Allow(function, "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem");
        function.Allow([$"{Table.TableArn}/index/{LedgerTable.IndexName}"], "dynamodb:Query");
    }

    /// <summary>Beside what responding needs: to ask what is due, and to look up the executions of a resource.</summary>
    public void AllowDueWork(EngineFunction function)
    {
        function.Allow([Table.TableArn], "dynamodb:BatchGetItem");
        function.Allow([$"{Table.TableArn}/index/{LedgerTable.IndexName}"], "dynamodb:Query");
    }

    /// <summary>Feeds new items from the stream into the function.</summary>
    /// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html</remarks>
    /// <param name="patient">Whether a record is tried for as long as the stream has it: for a function that hands none back for what it holds.</param>
    /// <returns>The queue that names what could not be handled.</returns>
    public Queue Feed(EngineFunction function, string id, IDictionary<string, object> filter, bool patient = false)
    {
        var undelivered = Queues.DeadLetters((Construct)function.Node.Scope!, "DeadLetters");
        function.Allow([$"{Table.TableArn}/stream/*"], "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");
        function.Allow([undelivered.QueueArn], "sqs:SendMessage");
        var source = new EventSourceMapping((Construct)function.Node.Scope!, id, new EventSourceMappingProps
        {
            Target = function.Function,
            EventSourceArn = Table.TableStreamArn,
            StartingPosition = StartingPosition.TRIM_HORIZON,
            Filters = [filter],
            BatchSize = StreamBatch,
            BisectBatchOnError = true,
            ReportBatchItemFailures = true,
            RetryAttempts = patient ? null : StreamRetries,
            OnFailure = new SqsDlq(undelivered),
        });
        source.Node.AddDependency(function.Role);
        return undelivered;
    }

    /// <summary>What a function may do with items; none of them sets a control, which is for people, with permissions of their own.</summary>
    /// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html</remarks>
    private void Allow(EngineFunction function, params string[] actions)
    {
        function.Allow([Table.TableArn], actions);
        function.Role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Effect = Effect.DENY,
            Actions = ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
            Resources = [Table.TableArn],
            Conditions = new Dictionary<string, object>
            {
                ["ForAnyValue:StringEquals"] = new Dictionary<string, object> { ["dynamodb:LeadingKeys"] = new[] { DynamoDbControlStore.Partition } },
            },
        }));
    }

    private static Dictionary<string, object> New(params string[] prefixes) => new()
    {
        ["pattern"] = new JsonObject
        {
            ["eventName"] = new JsonArray("INSERT"),
            ["dynamodb"] = new JsonObject { ["Keys"] = new JsonObject { [LedgerTable.SortKey] = new JsonObject { ["S"] = new JsonArray([.. prefixes.Select(p => new JsonObject { ["prefix"] = p })]) } } },
        }.ToJsonString(),
    };

    private static Amazon.CDK.AWS.DynamoDB.Attribute Text(string name) => new() { Name = name, Type = AttributeType.STRING };
}
