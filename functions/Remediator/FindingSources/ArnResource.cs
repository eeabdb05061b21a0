using Remediator.Findings;

namespace Remediator.FindingSources;

/// <summary>What kind of resource an ARN names, and the id that the owning service's API takes for it.</summary>
internal static class ArnResource
{
    /// <summary>The resource, or null when the text is no ARN of a kind that is known here.</summary>
    /// <param name="scope">Where the finding is; a resource elsewhere says so in its details. Null when that is not known yet.</param>
    public static ResourceRef? TryRead(string? text, FindingScope? scope = null)
    {
        if (Arn.TryParse(text) is not { } arn || KindAndId(arn, text!) is not { Id.Length: > 0 } known)
            return null;
        return new ResourceRef(known.Kind, known.Id, text)
        {
            Details = DetailBag.Of(
                (ResourceDetails.BucketName, known.Kind == ResourceKinds.S3Object ? arn.Resource.Split('/')[0] : null),
                (ResourceDetails.Account, scope is not null && ResourceIdShape.IsAccount(arn.Account) && arn.Account != scope.Account ? arn.Account : null),
                (ResourceDetails.Region, scope is not null && arn.Region.Length > 0 && arn.Region != scope.Region && FindingScope.IsRegionLike(arn.Region) ? arn.Region : null)),
        };
    }

    private static (string Kind, string Id)? KindAndId(Arn arn, string text)
    {
        var separator = arn.Resource.AsSpan().IndexOfAny('/', ':');
        var (type, rest) = separator < 0 ? (arn.Resource, "") : (arn.Resource[..separator], arn.Resource[(separator + 1)..]);
        return arn.Service switch
        {
            "ec2" => Ec2(type) is { } kind ? (kind, rest) : null,
            "iam" or "sts" => Iam(type, rest, arn, text),
            "s3" => separator < 0 ? (ResourceKinds.Bucket, arn.Resource) : arn.Resource[separator] == '/' ? (ResourceKinds.S3Object, rest) : null,
            "lambda" => FunctionArn.NameOf(text) is { } name ? (ResourceKinds.Function, name) : null,
            "rds" => Rds(type) is { } kind ? (kind, rest) : null,
            "eks" => type == "cluster" ? (ResourceKinds.EksCluster, rest) : null,
            "ecs" => type switch
            {
                "cluster" => (ResourceKinds.EcsCluster, rest),
                "task" => (ResourceKinds.EcsTask, text),
                _ => null,
            },
            "ecr" => type != "repository" ? null : rest.Contains("/sha256:", StringComparison.Ordinal) ? (ResourceKinds.ContainerImage, text) : (ResourceKinds.EcrRepository, rest),
            "kms" => type == "key" ? (ResourceKinds.Key, rest) : null,
            "secretsmanager" => type == "secret" ? (ResourceKinds.Secret, text) : null,
            "sqs" => (ResourceKinds.Queue, text),
            "sns" => separator < 0 ? (ResourceKinds.Topic, text) : null,
            "cloudtrail" => type == "trail" ? (ResourceKinds.Trail, text) : null,
            "guardduty" => type == "detector" && !rest.Contains('/', StringComparison.Ordinal) ? (ResourceKinds.Detector, rest) : null,
            "dynamodb" => type == "table" && !rest.Contains('/', StringComparison.Ordinal) ? (ResourceKinds.Table, rest) : null,
            "logs" => type == "log-group" ? (ResourceKinds.LogGroup, rest.EndsWith(":*", StringComparison.Ordinal) ? rest[..^2] : rest) : null,
            "cloudformation" => type == "stack" ? (ResourceKinds.Stack, text) : null,
            "cognito-idp" => type == "userpool" ? (ResourceKinds.UserPool, rest) : null,
            "backup" => type == "recovery-point" ? (ResourceKinds.RecoveryPoint, text) : null,
            "autoscaling" => type == "autoScalingGroup" ? (ResourceKinds.AutoScalingGroup, arn.Name) : null,
            _ => null,
        };
    }

    private static string? Ec2(string type) => type switch
    {
        "instance" => ResourceKinds.Instance,
        "network-interface" => ResourceKinds.NetworkInterface,
        "security-group" => ResourceKinds.SecurityGroup,
        "volume" => ResourceKinds.Volume,
        "snapshot" => ResourceKinds.Snapshot,
        "image" => ResourceKinds.Image,
        "vpc" => ResourceKinds.Vpc,
        "launch-template" => ResourceKinds.LaunchTemplate,
        "network-acl" => ResourceKinds.NetworkAcl,
        "vpc-flow-log" => ResourceKinds.FlowLog,
        _ => null,
    };

    /// <summary>Names stand behind their path; a session's ARN has the role's name before the session's.</summary>
    private static (string Kind, string Id)? Iam(string type, string rest, Arn arn, string text) => type switch
    {
        "user" => (ResourceKinds.User, arn.Name),
        "role" => (ResourceKinds.Role, arn.Name),
        "assumed-role" => (ResourceKinds.Role, rest.Split('/')[0]),
        "group" => (ResourceKinds.Group, arn.Name),
        "instance-profile" => (ResourceKinds.InstanceProfile, arn.Name),
        "policy" => (ResourceKinds.ManagedPolicy, text),
        "root" => (ResourceKinds.Account, arn.Account),
        _ => null,
    };

    private static string? Rds(string type) => type switch
    {
        "db" => ResourceKinds.DbInstance,
        "cluster" => ResourceKinds.DbCluster,
        "snapshot" => ResourceKinds.DbSnapshot,
        "cluster-snapshot" => ResourceKinds.DbClusterSnapshot,
        "shard-group" => ResourceKinds.DbShardGroup,
        _ => null,
    };
}
