using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Calls that destroy keys or open data to everybody.</summary>
internal static class DataThreats
{
    private const string Kms = "kms.amazonaws.com";
    private const string S3 = "s3.amazonaws.com";
    private const string Public = ".Public";
    private static readonly string[] Flags = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];

    public static IReadOnlyList<Threat> All { get; } =
    [
        new(Kms, "DisableKey", "KMS", SeverityLabel.High, "A KMS key was disabled") { Resources = ThreatResources.Key },
        new(Kms, "ScheduleKeyDeletion", "KMS", SeverityLabel.High, "A KMS key will be deleted") { Resources = ThreatResources.Key },
        new(S3, "PutBucketPolicy", "S3", SeverityLabel.High, "A bucket policy opens the bucket to everybody")
        {
            Suffix = Public,
            Only = call => PublicGrants.InPolicy(call.Request.Field("bucketPolicy")),
            Resources = ThreatResources.Bucket,
        },
        new(S3, "PutBucketAcl", "S3", SeverityLabel.High, "An ACL opens the bucket to everybody") { Suffix = Public, Only = call => PublicGrants.InAcl(call.Request), Resources = ThreatResources.Bucket },
        new(S3, "DeleteBucketPublicAccessBlock", "S3", SeverityLabel.Medium, "A bucket's public access block was removed") { Resources = ThreatResources.Bucket },
        new(S3, "PutBucketPublicAccessBlock", "S3", SeverityLabel.Medium, "A bucket's public access block was lowered") { Suffix = ".Lowered", Only = IsLowered, Resources = ThreatResources.Bucket },
        new(S3, "DeleteAccountPublicAccessBlock", "S3", SeverityLabel.High, "The account's public access block was removed"),
        new(S3, "PutAccountPublicAccessBlock", "S3", SeverityLabel.High, "The account's public access block was lowered") { Suffix = ".Lowered", Only = IsLowered },
        Policy(Kms, "PutKeyPolicy", "KMS", "A key policy opens the key to everybody", "policy", ThreatResources.Key),
        Policy("ecr.amazonaws.com", "SetRepositoryPolicy", "ECR", "A repository policy opens the repository to everybody", "policyText", ThreatResources.Named(ResourceKinds.EcrRepository, "repositoryName")),
        Policy("iam.amazonaws.com", "UpdateAssumeRolePolicy", "IAM", "A role may be assumed by everybody", "policyDocument", ThreatResources.Named(ResourceKinds.Role, "roleName")),
        Policy("secretsmanager.amazonaws.com", "PutResourcePolicy", "SecretsManager", "A secret's policy opens it to everybody", "resourcePolicy", ThreatResources.Named(ResourceKinds.Secret, "secretId")),
        Shared("ModifySnapshotAttribute", "An EBS snapshot was made public", ResourceKinds.Snapshot, "snapshotId", "createVolumePermission"),
        Shared("ModifyImageAttribute", "An AMI was made public", ResourceKinds.Image, "imageId", "launchPermission"),
        Restored("ModifyDBSnapshotAttribute", "A database snapshot was made public", ResourceKinds.DbSnapshot, "dBSnapshotIdentifier"),
        Restored("ModifyDBClusterSnapshotAttribute", "A database cluster's snapshot was made public", ResourceKinds.DbClusterSnapshot, "dBClusterSnapshotIdentifier"),
    ];

    private static Threat Policy(string source, string operation, string service, string summary, string parameter, Func<CloudTrailCall, FindingScope, IEnumerable<ResourceRef>> resources) =>
        new(source, operation, service, SeverityLabel.High, summary) { Suffix = Public, Only = call => PublicGrants.InPolicy(call.Request.Field(parameter)), Resources = resources };

    private static Threat Shared(string operation, string summary, string kind, string parameter, string permission) => new("ec2.amazonaws.com", operation, "EC2", SeverityLabel.High, summary)
    {
        Suffix = Public,
        Only = call => call.Request.Field(permission).Field("add").Field("items").Items().Any(i => i.Text("group") == "all"),
        Resources = ThreatResources.Named(kind, parameter),
    };

    private static Threat Restored(string operation, string summary, string kind, string parameter) => new("rds.amazonaws.com", operation, "RDS", SeverityLabel.High, summary)
    {
        Suffix = Public,
        Only = call => call.Request.Field("valuesToAdd").Items().Any(v => v.Text() == "all"),
        Resources = ThreatResources.Named(kind, parameter),
    };

    /// <summary>The call replaces all four: one that it leaves out is off.</summary>
    /// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html</remarks>
    private static bool IsLowered(CloudTrailCall call) =>
        !Array.TrueForAll(Flags, flag => call.Request.Field("PublicAccessBlockConfiguration").Field(flag).IsTrue());
}
