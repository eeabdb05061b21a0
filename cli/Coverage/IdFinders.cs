using System.Collections.Frozen;
using System.Net;
using Remediator.Findings;

namespace Remediator.Cli.Coverage;

/// <summary>For each name of the index, where in the findings of its event the value must stand, letter for letter.</summary>
internal static class IdFinders
{
    internal delegate bool Finder(string value, string kind, IReadOnlyList<Finding> findings);

    /// <summary>The kinds of finding in which an instance only is where a key was used: it must not be found.</summary>
    private static readonly string[] Bystander = ["AccessKey", "S3Bucket"];

    /// <summary>Names of the index that are no ids, and what they are.</summary>
    public static FrozenDictionary<string, string> Others { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["affected"] = "what a call did something to, which is a resource of the finding for some types only",
        ["attributeType"] = "a parameter of a call",
        ["DB Instance Name"] = "a name beside an id",
        ["check"] = "the name of a check of Trusted Advisor",
        ["Case ID"] = "a support case",
        ["configured"] = "a resource of an access preview, which is no finding",
        ["groupName"] = "a parameter that means another thing in each call",
        ["Instance Name"] = "a name beside an id",
        ["name"] = "a parameter that means another thing in each call",
        ["policyName"] = "a parameter that means another thing in each call",
        ["DB Instance or Cluster ID"] = "the id that never changes, which no API takes",
        ["eni"] = "read live: an instance may have others by then",
        ["errorCode"] = "why a call failed",
        ["Instance Type"] = "a property",
        ["Instances in Zone a"] = "a number",
        ["Instances in Zone b"] = "a number",
        ["path"] = "a way through the network",
        ["sg"] = "read live: an instance may have others by then",
        ["vpc"] = "that of each interface, which an instance may have several of",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null where the name is neither known here nor among <see cref="Others"/>.</summary>
    public static Finder? For(string name) => ByName.GetValueOrDefault(name);

    private static readonly FrozenDictionary<string, Finder> ByName = new Dictionary<string, Finder>(StringComparer.Ordinal)
    {
        ["instance"] = (value, kind, findings) => kind switch
        {
            _ when Bystander.Contains(kind, StringComparer.Ordinal) => findings.SelectMany(f => f.Resources).All(r => r.Id != value),
            "Instance" => Has(findings, value, ResourceKinds.Instance),
            _ => HasDetail(findings, value, ResourceDetails.HostInstanceId),
        },
        ["instanceProfile"] = (value, kind, findings) => kind != "Instance" || HasDetail(findings, value, ResourceDetails.InstanceProfileArn),
        ["user"] = Detail(ResourceDetails.UserName),
        ["userType"] = Detail(ResourceDetails.UserType),
        ["actorType"] = (value, _, findings) => HasDetail(findings, value, ResourceDetails.UserType) || (value == "Root" && findings.Any(f => f.Type.EndsWith(".Root", StringComparison.Ordinal))),
        ["rdsUser"] = Detail(ResourceDetails.DatabaseUser),
        ["principal"] = (value, kind, findings) => value.StartsWith('{') || HasDetail(findings, value, ResourceDetails.PrincipalId),
        ["k8sUser"] = Principal,
        ["seqActor"] = Principal,
        ["actor"] = Principal,
        ["actorArn"] = Principal,
        ["actorUser"] = OfKinds(ResourceKinds.User, ResourceKinds.Role),
        ["actorKey"] = (value, _, findings) => Has(findings, value, ResourceKinds.AccessKey) || HasDetail(findings, value, ResourceDetails.AccessKeyId),
        ["remoteIp"] = RemoteIp,
        ["srcIp"] = (value, kind, findings) => IPAddress.TryParse(value, out _) ? RemoteIp(value, kind, findings) : findings.All(f => f.Actor?.RemoteIp is null),
        ["domain"] = (value, _, findings) => findings.Any(f => f.Actor?.Domain == value),
        ["api"] = (value, _, findings) => findings.Any(f => f.Actor?.Api?.Split(':')[^1] == value),
        ["rule"] = Type,
        ["code"] = Type,
        ["vuln"] = (value, _, findings) => findings.Any(f => f.Title.Contains(value, StringComparison.Ordinal)),
        ["compliance"] = Status,
        ["status"] = Status,
        ["resourceId"] = (value, kind, findings) => Has(findings, value, kind),
        ["resource"] = OfAnyKind,

        ["accessKey"] = OfKinds(ResourceKinds.AccessKey),
        ["Access Key ID"] = OfKinds(ResourceKinds.AccessKey),
        ["User Name (IAM or Root)"] = Detail(ResourceDetails.UserName),
        ["bucket"] = OfKinds(ResourceKinds.Bucket),
        ["bucketName"] = OfKinds(ResourceKinds.Bucket),
        ["object"] = OfKinds(ResourceKinds.S3Object),
        ["eksCluster"] = OfKinds(ResourceKinds.EksCluster),
        ["k8sWorkload"] = OfKinds(ResourceKinds.KubernetesWorkload),
        ["ecsCluster"] = OfKinds(ResourceKinds.EcsCluster),
        ["ecsTask"] = OfKinds(ResourceKinds.EcsTask),
        ["container"] = OfKinds(ResourceKinds.Container),
        ["rdsInstance"] = OfKinds(ResourceKinds.DbInstance),
        ["rdsCluster"] = OfKinds(ResourceKinds.DbCluster),
        ["lambda"] = OfKinds(ResourceKinds.Function),
        ["volume"] = OfKinds(ResourceKinds.Volume),
        ["imageId"] = OfKinds(ResourceKinds.Image),
        ["repositoryName"] = OfKinds(ResourceKinds.EcrRepository),
        ["configurationRecorderName"] = OfKinds(ResourceKinds.ConfigRecorder),
        ["Bucket Name"] = OfKinds(ResourceKinds.Bucket),
        ["Instance ID"] = OfKinds(ResourceKinds.Instance),
        ["Load Balancer Name"] = OfKinds("AWS::ElasticLoadBalancing::LoadBalancer"),
        ["Snapshot ID"] = OfKinds(ResourceKinds.DbSnapshot),
        ["certificate"] = OfAnyKind,
        ["dBInstanceIdentifier"] = OfKinds(ResourceKinds.DbInstance),
        ["dBSnapshotIdentifier"] = OfKinds(ResourceKinds.DbSnapshot),
        ["detectorId"] = OfKinds(ResourceKinds.Detector),
        ["entity"] = OfAnyKind,
        ["functionName"] = OfKinds(ResourceKinds.Function),
        ["groupId"] = OfKinds(ResourceKinds.SecurityGroup),
        ["instanceId"] = OfKinds(ResourceKinds.Instance),
        ["instanceProfileName"] = OfKinds(ResourceKinds.InstanceProfile),
        ["keyId"] = OfKinds(ResourceKinds.Key),
        ["newInstance"] = OfKinds(ResourceKinds.Instance),
        ["policyArn"] = OfKinds(ResourceKinds.ManagedPolicy),
        ["resourceArn"] = OfAnyKind,
        ["roleArn"] = OfKinds(ResourceKinds.Role),
        ["roleName"] = OfKinds(ResourceKinds.Role),
        ["secretId"] = OfKinds(ResourceKinds.Secret),
        ["tableName"] = OfKinds(ResourceKinds.Table),
        ["userName"] = OfKinds(ResourceKinds.User),
        ["volumeId"] = OfKinds(ResourceKinds.Volume),
        ["vpcId"] = OfKinds(ResourceKinds.Vpc),

        ["AWS::Container::Container"] = OfKinds(ResourceKinds.Container),
        ["AWS::EC2::Instance"] = InstanceOrHost,
        ["AWS::Lambda::Function"] = OfKinds(ResourceKinds.Function),
        ["AWS::S3::Bucket"] = OfKinds(ResourceKinds.Bucket),
        ["AWS::S3::Bucket1"] = OfKinds(ResourceKinds.Bucket),
        ["AWS::SQS::Queue"] = (value, _, findings) => Has(findings, value, ResourceKinds.Queue) || (QueueArn(value) is { } arn && Has(findings, arn, ResourceKinds.Queue)),
        ["AwsAccount"] = Typed(ResourceKinds.Account),
        ["AwsAutoScalingAutoScalingGroup"] = Typed(ResourceKinds.AutoScalingGroup),
        ["AwsCloudTrailLogGroup"] = Typed(ResourceKinds.LogGroup),
        ["AwsCloudTrailTrail"] = Typed(ResourceKinds.Trail),
        ["AwsCodeBuildProject"] = Typed("AwsCodeBuildProject"),
        ["AwsDynamoDbTable"] = Typed(ResourceKinds.Table),
        ["AwsEc2Instance"] = InstanceOrHost,
        ["AwsEc2NetworkAcl"] = Typed(ResourceKinds.NetworkAcl),
        ["AwsEc2SecurityGroup"] = Typed(ResourceKinds.SecurityGroup),
        ["AwsEc2Vpc"] = Typed(ResourceKinds.Vpc),
        ["AwsEc2VPCBlockPublicAccessOptions"] = Typed("AwsEc2VPCBlockPublicAccessOptions"),
        ["AwsEcrContainerImage"] = Typed(ResourceKinds.ContainerImage),
        ["AwsEcsTaskDefinition"] = Typed("AwsEcsTaskDefinition"),
        ["AwsEMR"] = Typed("AwsEMR"),
        ["AwsIamAccessKey"] = Typed(ResourceKinds.AccessKey),
        ["AwsIamPolicy"] = Typed(ResourceKinds.ManagedPolicy),

        // Tools write any principal, and what belongs to one, under these: its ARN says what it is.
        ["AwsIamRole"] = Typed(ResourceKinds.Role, ResourceKinds.User, ResourceKinds.ManagedPolicy),
        ["AwsIamUser"] = Typed(ResourceKinds.User, ResourceKinds.Group, ResourceKinds.Account),
        ["AwsKmsKey"] = Typed(ResourceKinds.Key),
        ["AwsLambdaFunction"] = Typed(ResourceKinds.Function),
        ["AwsRdsDbCluster"] = Typed(ResourceKinds.DbCluster),
        ["AwsRdsDbClusterSnapshot"] = Typed(ResourceKinds.DbClusterSnapshot),
        ["AwsRdsDbInstance"] = Typed(ResourceKinds.DbInstance),
        ["AwsRdsDbSnapshot"] = Typed(ResourceKinds.DbSnapshot),
        ["AwsRedshiftCluster"] = Typed("AwsRedshiftCluster"),
        ["AwsS3Bucket"] = Typed(ResourceKinds.Bucket),
        ["AwsS3Object"] = Typed(ResourceKinds.S3Object),
        ["AwsSecurityHubHub"] = Typed("AwsSecurityHubHub"),
        ["AwsSnsTopic"] = Typed(ResourceKinds.Topic),
        ["AwsSqsQueue"] = Typed(ResourceKinds.Queue),
        ["Other"] = OfAnyKind,
        ["AWS_EC2_INSTANCE"] = OfKinds(ResourceKinds.Instance),
        ["AWS_LAMBDA_FUNCTION"] = OfKinds(ResourceKinds.Function),
        ["AWS_ECR_CONTAINER_IMAGE"] = OfKinds(ResourceKinds.ContainerImage),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Finder OfKinds(params string[] kinds) => (value, _, findings) => kinds.Any(kind => Has(findings, value, kind));

    private static bool OfAnyKind(string value, string kind, IReadOnlyList<Finding> findings) => findings.SelectMany(f => f.Resources).Any(r => Is(r, value));

    /// <summary>Some types of Security Hub stand before their ids.</summary>
    private static Finder Typed(params string[] kinds) => (value, _, findings) => kinds.Any(kind => Has(findings, value.StartsWith($"{kind}:", StringComparison.Ordinal) ? value[(kind.Length + 1)..] : value, kind));

    /// <summary>The instance itself, or the one that a container ran on.</summary>
    private static bool InstanceOrHost(string value, string kind, IReadOnlyList<Finding> findings) =>
        Has(findings, value, ResourceKinds.Instance) || HasDetail(findings, value.Split('/')[^1], ResourceDetails.HostInstanceId);

    /// <summary>The ARN of a queue that is given by its address.</summary>
    private static string? QueueArn(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Host.Split('.') is ["sqs", var region, ..] && address.Segments is [_, var account, var name]
            ? $"arn:aws:sqs:{region}:{account.TrimEnd('/')}:{name}"
            : null;

    private static Finder Detail(string detail) => (value, _, findings) => HasDetail(findings, value, detail);

    private static bool Principal(string value, string kind, IReadOnlyList<Finding> findings) => findings.Any(f => f.Actor?.Principal == value);

    private static bool RemoteIp(string value, string kind, IReadOnlyList<Finding> findings) => findings.Any(f => f.Actor is { } actor && (actor.RemoteIp == value || actor.OtherIps.Contains(value)));

    private static bool Status(string value, string kind, IReadOnlyList<Finding> findings)
    {
        FindingStatus? status = value switch
        {
            "ACTIVE" or "NON_COMPLIANT" => FindingStatus.Active,
            "RESOLVED" or "COMPLIANT" => FindingStatus.Resolved,
            "ARCHIVED" => FindingStatus.Suppressed,
            _ => null,
        };
        return findings.All(f => f.Status == status);
    }

    private static bool Type(string value, string kind, IReadOnlyList<Finding> findings) => findings.Any(f => f.Type == value);

    private static bool Has(IReadOnlyList<Finding> findings, string value, string kind) => findings.SelectMany(f => f.Resources).Any(r => r.Kind == kind && Is(r, value));

    private static bool HasDetail(IReadOnlyList<Finding> findings, string value, string detail) => findings.SelectMany(f => f.Resources).Any(r => r.Detail(detail) == value);

    private static bool Is(ResourceRef resource, string value) => resource.Id == value || resource.Arn == value;
}
