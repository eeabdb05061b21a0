using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Constructs;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>The bucket that keeps every audit entry, under object lock, and outlives the stack.</summary>
internal sealed class AuditArchive : Construct
{
    private const int LateMilliseconds = 60 * 60 * 1000;

    public AuditArchive(Construct scope, DeploymentSettings settings)
        : base(scope, "Audit") =>
        Bucket = new Bucket(this, "Bucket", new BucketProps
        {
            Versioned = true,
            ObjectLockEnabled = true,
            ObjectLockDefaultRetention = Lock(settings.AuditLock, Duration.Days(settings.AuditRetentionDays)),
            Encryption = BucketEncryption.S3_MANAGED,
            EnforceSSL = true,
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });

    public Bucket Bucket { get; }

    private static ObjectLockRetention Lock(AuditLock kind, Duration length) => kind == AuditLock.Compliance ? ObjectLockRetention.Compliance(length) : ObjectLockRetention.Governance(length);

    /// <summary>Adds the function that copies new entries from the ledger's stream.</summary>
    public void Fill(DeploymentSettings settings, Code code, LedgerStore ledger, Alarms alarms)
    {
        var environment = new Dictionary<string, string> { [FunctionSettings.TableVariable] = ledger.Table.TableName, [FunctionSettings.BucketVariable] = Bucket.BucketName };
        var export = new EngineFunction(this, "Export", "export", settings, code, environment, alarms);
        export.Allow([Bucket.ArnForObjects("audit/*")], "s3:PutObject");
        var lost = ledger.Feed(export, "Entries", ledger.NewAuditEntries, patient: true);
        var command = $"remediator archive --ledger dynamodb:{ledger.Table.TableName} --bucket {Bucket.BucketName}";
        alarms.NotEmpty(lost, $"Audit entries could not be archived: the queue says when they were saved, and the ledger holds them. Once the archive can be written to, {command} writes what is missing.");
        alarms.Above(this, "Late", LateMilliseconds, $"An audit entry has waited for over an hour to be archived. After a day only the ledger has it, and {command} writes it.", export.Function.Metric("IteratorAge", new MetricOptions { Statistic = "Maximum", Period = Duration.Minutes(5) }));
    }
}
