using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Notifications;

/// <summary>Names of services and resource kinds as people say them.</summary>
public static class PlainWords
{
    public static string Source(string source) => source switch
    {
        "guardduty" => "GuardDuty",
        "config" => "AWS Config",
        "inspector2" => "Inspector",
        "securityhub" => "Security Hub",
        "macie" => "Macie",
        "health" => "AWS Health",
        "trustedadvisor" => "Trusted Advisor",
        "access-analyzer" => "IAM Access Analyzer",
        "cloudtrail" => "CloudTrail",
        "shield" => "Shield",
        "cognito" => "Cognito",
        ManualPlaybook.Source => "By hand",
        _ => source,
    };

    /// <summary>An unknown kind stays as it is: CloudFormation's names are readable.</summary>
    public static string Kind(string kind) => kind switch
    {
        ResourceKinds.Instance => "EC2 instance",
        ResourceKinds.NetworkInterface => "network interface",
        ResourceKinds.SecurityGroup => "security group",
        ResourceKinds.Volume => "EBS volume",
        ResourceKinds.AccessKey => "access key",
        ResourceKinds.User => "IAM user",
        ResourceKinds.Role => "IAM role",
        ResourceKinds.Bucket => "S3 bucket",
        ResourceKinds.S3Object => "S3 object",
        ResourceKinds.Function => "Lambda function",
        ResourceKinds.DbInstance => "database instance",
        ResourceKinds.DbCluster => "database cluster",
        ResourceKinds.EksCluster => "EKS cluster",
        ResourceKinds.EcsCluster => "ECS cluster",
        ResourceKinds.EcsTask => "ECS task",
        ResourceKinds.Container => "container",
        ResourceKinds.Account => "account",
        _ => kind,
    };

    public static string Count(int n, string noun) => n == 1 ? $"1 {noun}" : $"{n} {noun}s";
}
