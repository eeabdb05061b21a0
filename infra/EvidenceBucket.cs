using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;
using Remediator.Attributes;

namespace Remediator.Infra;

/// <summary>The bucket that <c>collect-evidence</c> writes to where a playbook names no other, under object lock; it outlives the stack.</summary>
/// <remarks>It is found by its name: the step asks that it is this account's, since names are anybody's to take.</remarks>
internal sealed class EvidenceBucket : Construct
{
    public EvidenceBucket(Construct scope, DeploymentSettings settings)
        : base(scope, "Evidence") =>
        Bucket = new Bucket(this, "Bucket", new BucketProps
        {
            BucketName = EvidenceFile.OwnBucket(Aws.REGION, Aws.ACCOUNT_ID),
            Versioned = true,
            ObjectLockEnabled = true,
            ObjectLockDefaultRetention = settings.Evidence == EvidenceLock.Compliance
                ? ObjectLockRetention.Compliance(Duration.Days(settings.EvidenceRetentionDays))
                : ObjectLockRetention.Governance(Duration.Days(settings.EvidenceRetentionDays)),
            Encryption = BucketEncryption.S3_MANAGED,
            EnforceSSL = true,
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });

    public Bucket Bucket { get; }
}
