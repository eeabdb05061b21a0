namespace Remediator.Findings;

/// <summary>The resource kinds that the engine knows by name: CloudFormation's type names.</summary>
public static class ResourceKinds
{
    public const string Instance = "AWS::EC2::Instance";
    public const string NetworkInterface = "AWS::EC2::NetworkInterface";
    public const string SecurityGroup = "AWS::EC2::SecurityGroup";
    public const string Volume = "AWS::EC2::Volume";
    public const string Snapshot = "AWS::EC2::Snapshot";
    public const string Image = "AWS::EC2::Image";
    public const string Vpc = "AWS::EC2::VPC";
    public const string LaunchTemplate = "AWS::EC2::LaunchTemplate";
    public const string AutoScalingGroup = "AWS::AutoScaling::AutoScalingGroup";
    public const string Stack = "AWS::CloudFormation::Stack";
    public const string InstanceProfile = "AWS::IAM::InstanceProfile";
    public const string AccessKey = "AWS::IAM::AccessKey";
    public const string User = "AWS::IAM::User";
    public const string Role = "AWS::IAM::Role";
    public const string Bucket = "AWS::S3::Bucket";
    public const string S3Object = "AWS::S3::Object";
    public const string Function = "AWS::Lambda::Function";
    public const string DbInstance = "AWS::RDS::DBInstance";
    public const string DbCluster = "AWS::RDS::DBCluster";
    public const string DbShardGroup = "AWS::RDS::DBShardGroup";
    public const string EksCluster = "AWS::EKS::Cluster";
    public const string EcsCluster = "AWS::ECS::Cluster";
    public const string EcsTask = "AWS::ECS::Task";
    public const string Container = "AWS::ECS::Container";
    public const string EcrRepository = "AWS::ECR::Repository";
    public const string ContainerImage = "AWS::ECR::Image";
    public const string RecoveryPoint = "AWS::Backup::RecoveryPoint";

    public const string Group = "AWS::IAM::Group";
    public const string ManagedPolicy = "AWS::IAM::ManagedPolicy";
    public const string NetworkAcl = "AWS::EC2::NetworkAcl";
    public const string FlowLog = "AWS::EC2::FlowLog";
    public const string DbSnapshot = "AWS::RDS::DBSnapshot";
    public const string DbClusterSnapshot = "AWS::RDS::DBClusterSnapshot";
    public const string Key = "AWS::KMS::Key";
    public const string Secret = "AWS::SecretsManager::Secret";
    public const string Queue = "AWS::SQS::Queue";
    public const string Topic = "AWS::SNS::Topic";
    public const string Trail = "AWS::CloudTrail::Trail";
    public const string Detector = "AWS::GuardDuty::Detector";
    public const string ConfigRecorder = "AWS::Config::ConfigurationRecorder";
    public const string SecurityHub = "AWS::SecurityHub::Hub";
    public const string LogGroup = "AWS::Logs::LogGroup";
    public const string Table = "AWS::DynamoDB::Table";
    public const string UserPool = "AWS::Cognito::UserPool";
    public const string UserPoolUser = "AWS::Cognito::UserPoolUser";

    /// <summary>A pod, deployment, job: CloudFormation has no own type for it, this is the public registry's.</summary>
    public const string KubernetesWorkload = "AWSQS::Kubernetes::Resource";

    public const string PermissionSet = "AWS::SSO::PermissionSet";

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

    /// <summary>The VPC of an instance, where all its interfaces are in one.</summary>
    public const string VpcId = "vpcId";

    /// <summary>The EC2 instance that a container, task or cluster finding was seen on: where it ran, not what it is about.</summary>
    public const string HostInstanceId = "hostInstanceId";

    /// <summary>Account of a resource that isn't in the finding's account.</summary>
    public const string Account = "account";

    /// <summary>Region of a resource that isn't in the finding's Region.</summary>
    public const string Region = "region";

    /// <summary>Bucket of an S3 object.</summary>
    public const string BucketName = "bucketName";

    /// <summary>GuardDuty's judgement of a bucket: PUBLIC or NOT_PUBLIC.</summary>
    public const string EffectivePermission = "effectivePermission";

    /// <summary>Database user that logged in.</summary>
    public const string DatabaseUser = "databaseUser";

    /// <summary>Account of the user or role that called the Kubernetes API of a cluster, which need not be the cluster's.</summary>
    public const string CallerAccount = "callerAccount";

    /// <summary>Aurora cluster of a shard group, which has its security groups and its master password.</summary>
    public const string DbCluster = "dbCluster";

    /// <summary>Kubernetes namespace of a workload.</summary>
    public const string Namespace = "namespace";

    /// <summary>Version of a function, tag or digest of an image.</summary>
    public const string Version = "version";

    /// <summary>What S3 calls the content of an object.</summary>
    public const string ETag = "eTag";

    /// <summary>User pool of a Cognito user.</summary>
    public const string UserPoolId = "userPoolId";

    /// <summary>ECR repository of a container image.</summary>
    public const string Repository = "repository";
}
