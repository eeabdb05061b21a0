using Remediator.Findings;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>CloudFormation's name for a resource type of Security Hub; a type that is not here stays as it came.</summary>
internal static class HubKind
{
    public const string Other = "Other";

    public static string Of(string type) => type switch
    {
        "AwsEc2Instance" => ResourceKinds.Instance,
        "AwsEc2NetworkInterface" => ResourceKinds.NetworkInterface,
        "AwsEc2SecurityGroup" => ResourceKinds.SecurityGroup,
        "AwsEc2Volume" => ResourceKinds.Volume,
        "AwsEc2Vpc" => ResourceKinds.Vpc,
        "AwsEc2NetworkAcl" => ResourceKinds.NetworkAcl,
        "AwsEc2LaunchTemplate" => ResourceKinds.LaunchTemplate,
        "AwsAutoScalingAutoScalingGroup" => ResourceKinds.AutoScalingGroup,
        "AwsIamAccessKey" => ResourceKinds.AccessKey,
        "AwsIamUser" => ResourceKinds.User,
        "AwsIamRole" => ResourceKinds.Role,
        "AwsIamGroup" => ResourceKinds.Group,
        "AwsIamPolicy" => ResourceKinds.ManagedPolicy,
        "AwsS3Bucket" => ResourceKinds.Bucket,
        "AwsS3Object" => ResourceKinds.S3Object,
        "AwsLambdaFunction" => ResourceKinds.Function,
        "AwsRdsDbInstance" => ResourceKinds.DbInstance,
        "AwsRdsDbCluster" => ResourceKinds.DbCluster,
        "AwsRdsDbSnapshot" => ResourceKinds.DbSnapshot,
        "AwsRdsDbClusterSnapshot" => ResourceKinds.DbClusterSnapshot,
        "AwsEksCluster" => ResourceKinds.EksCluster,
        "AwsEcsCluster" => ResourceKinds.EcsCluster,
        "AwsEcsTask" => ResourceKinds.EcsTask,
        "Container" or "AWS::Container::Container" => ResourceKinds.Container,
        "AwsEcrRepository" => ResourceKinds.EcrRepository,
        "AwsEcrContainerImage" or "AWS::ECR::ContainerImage" => ResourceKinds.ContainerImage,
        "AwsKmsKey" => ResourceKinds.Key,
        "AwsSecretsManagerSecret" => ResourceKinds.Secret,
        "AwsSqsQueue" => ResourceKinds.Queue,
        "AwsSnsTopic" => ResourceKinds.Topic,
        "AwsCloudTrailTrail" => ResourceKinds.Trail,
        "AwsDynamoDbTable" => ResourceKinds.Table,
        "AwsAccount" => ResourceKinds.Account,
        _ => type,
    };
}
