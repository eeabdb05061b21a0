namespace Remediator.Findings;

/// <summary>The resource kinds that the engine knows by name: CloudFormation's type names.</summary>
public static class ResourceKinds
{
    public const string Instance = "AWS::EC2::Instance";
    public const string NetworkInterface = "AWS::EC2::NetworkInterface";
    public const string SecurityGroup = "AWS::EC2::SecurityGroup";
    public const string Volume = "AWS::EC2::Volume";
    public const string AccessKey = "AWS::IAM::AccessKey";
    public const string User = "AWS::IAM::User";
    public const string Role = "AWS::IAM::Role";
    public const string Bucket = "AWS::S3::Bucket";
    public const string S3Object = "AWS::S3::Object";
    public const string Function = "AWS::Lambda::Function";
    public const string DbInstance = "AWS::RDS::DBInstance";
    public const string DbCluster = "AWS::RDS::DBCluster";
    public const string EksCluster = "AWS::EKS::Cluster";
    public const string EcsCluster = "AWS::ECS::Cluster";
    public const string EcsTask = "AWS::ECS::Task";
    public const string Container = "AWS::ECS::Container";
    public const string Account = "AWS::::Account";
}

/// <summary>Keys of <see cref="ResourceRef.Details"/>: what a finding can say of a resource that a remediation needs.</summary>
public static class ResourceDetails
{
    /// <summary>IAM user name of an access key's owner.</summary>
    public const string UserName = "userName";

    /// <summary>CloudTrail's user type: IAMUser, AssumedRole, Root, FederatedUser, AWSAccount, AWSService, Role, ...</summary>
    public const string UserType = "userType";

    /// <summary>AIDA..., or AROA...:session for an assumed role.</summary>
    public const string PrincipalId = "principalId";

    /// <summary>The access key id that the principal used; ASIA... is temporary.</summary>
    public const string AccessKeyId = "accessKeyId";

    /// <summary>ARN of the instance profile of an instance.</summary>
    public const string InstanceProfileArn = "instanceProfileArn";
}
