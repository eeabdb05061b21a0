using Remediator.Findings;

namespace Remediator.Cli.Coverage;

/// <summary>Findings of a known type in every form in which its source reports it, made up: they only serve to ask the playbooks.</summary>
public static class ExampleFindings
{
    private const string Account = "111122223333";

    public static IEnumerable<Finding> Of(KnownType type) => type.Resources.SelectMany(r => Forms(type, r)).SelectMany(f => Directions(type).Select(d => Make(type, f.Role, f.Resources) with { Direction = d }));

    private static ConnectionDirection[] Directions(KnownType type) =>
        type.Source == "guardduty" && !type.Type.StartsWith("AttackSequence:", StringComparison.Ordinal) ? Enum.GetValues<ConnectionDirection>() : [ConnectionDirection.Unspecified];

    private static IEnumerable<(ResourceRole Role, ResourceRef[] Resources)> Forms(KnownType type, string resource) => resource switch
    {
        "Instance" => [(ResourceRole.Actor, [Instance]), (ResourceRole.Target, [Instance]), (ResourceRole.Unspecified, [Instance])],
        "AccessKey" =>
        [
            (ResourceRole.Target, [Key, Actor(User)]),
            (ResourceRole.Target, [User]),
            (ResourceRole.Target, [Role, Actor(SessionKey)]),
            (ResourceRole.Target, [new ResourceRef(ResourceKinds.Account, Account)]),
        ],
        "AttackSequence" =>
        [
            (ResourceRole.Unspecified,
            [
                Instance, new ResourceRef(ResourceKinds.NetworkInterface, "eni-0a1b2c3d4e5f60718"), new ResourceRef(ResourceKinds.Vpc, "vpc-0a1b2c3d4e5f60718"),
                new ResourceRef(ResourceKinds.AutoScalingGroup, "web"), new ResourceRef(ResourceKinds.LaunchTemplate, "lt-0a1b2c3d4e5f60718"),
                new ResourceRef(ResourceKinds.Image, "ami-0a1b2c3d4e5f60718"), new ResourceRef(ResourceKinds.InstanceProfile, "web"),
                new ResourceRef(ResourceKinds.Stack, "arn:aws:cloudformation:eu-central-1:111122223333:stack/web/1"), Bucket, new ResourceRef(ResourceKinds.S3Object, "invoice.pdf"),
                Cluster, Workload, EcsCluster, EcsTask, Container, Key, SecondKey, User, Role,
            ]),
            (ResourceRole.Unspecified, [User]),
            (ResourceRole.Unspecified, [Bucket, Role, Actor(SessionKey)]),
            (ResourceRole.Unspecified, [new ResourceRef(ResourceKinds.Account, Account)]),
        ],
        "EKSCluster" =>
        [
            (ResourceRole.Target, [Cluster, Workload]),
            (ResourceRole.Target, [Cluster, Actor(Key), Actor(User)]),
            (ResourceRole.Target, [Cluster, Actor(Role), Actor(SessionKey)]),
        ],
        "ECSCluster" when type.Type == "Execution:ECS/MaliciousFile" => [(ResourceRole.Target, [EcsCluster, EcsTask, Container, new ResourceRef(ResourceKinds.EcrRepository, "web")])],
        "ECSCluster" => [(ResourceRole.Target, [EcsCluster, EcsTask, Container])],
        "Container" => [(ResourceRole.Target, [Container]), (ResourceRole.Target, [Container, Instance])],
        "Lambda" => [(ResourceRole.Actor, [new ResourceRef(ResourceKinds.Function, "orders")])],
        "S3Bucket" =>
        [
            (ResourceRole.Target, [Bucket, Actor(Key), Actor(User)]),
            (ResourceRole.Target, [Bucket, Actor(Role), Actor(SessionKey)]),
            (ResourceRole.Target, [Bucket]),
        ],
        "S3Object" => [(ResourceRole.Target, [new ResourceRef(ResourceKinds.S3Object, "invoice.pdf"), Bucket])],
        "RDSDBInstance" => [(ResourceRole.Target, [new ResourceRef(ResourceKinds.DbInstance, "orders-db")])],
        "RDSLimitlessDB" => [(ResourceRole.Target, [new ResourceRef(ResourceKinds.DbShardGroup, "orders-shards")])],
        "RecoveryPoint" => [(ResourceRole.Target, [new ResourceRef(ResourceKinds.RecoveryPoint, "arn:aws:backup:eu-central-1:111122223333:recovery-point:1")])],
        "EC2Image" => [(ResourceRole.Target, [new ResourceRef(ResourceKinds.Image, "ami-0a1b2c3d4e5f60718")])],
        "EBSSnapshot" => [(ResourceRole.Target, [new ResourceRef(ResourceKinds.Snapshot, "snap-0a1b2c3d4e5f60718")])],
        _ when type.Source == "cloudtrail" =>
        [
            (ResourceRole.Target, [new ResourceRef(resource, "example"), Actor(Key), Actor(User)]),
            (ResourceRole.Target, [new ResourceRef(resource, "example"), Actor(Role), Actor(SessionKey)]),

            // By the root user, or by somebody else that is no user and no role of the account.
            (ResourceRole.Target, [new ResourceRef(resource, "example"), Actor(Key)]),
        ],
        _ => [(type.Source == "health" ? ResourceRole.Actor : ResourceRole.Unspecified, [new ResourceRef(resource, "example")])],
    };

    private static ResourceRef Instance { get; } = new(ResourceKinds.Instance, "i-0a1b2c3d4e5f60718");

    private static ResourceRef Key { get; } = new(ResourceKinds.AccessKey, "AKIAIOSFODNN7EXAMPLE");

    private static ResourceRef SecondKey { get; } = new(ResourceKinds.AccessKey, "AKIAI44QH8DHBEXAMPLE");

    private static ResourceRef SessionKey { get; } = new(ResourceKinds.AccessKey, "ASIAIOSFODNN7EXAMPLE");

    private static ResourceRef User { get; } = new(ResourceKinds.User, "example-user");

    private static ResourceRef Role { get; } = new(ResourceKinds.Role, "example-role");

    private static ResourceRef Bucket { get; } = new(ResourceKinds.Bucket, "example-bucket");

    private static ResourceRef Cluster { get; } = new(ResourceKinds.EksCluster, "example-cluster");

    private static ResourceRef Workload { get; } = new(ResourceKinds.KubernetesWorkload, "example/deployment/web");

    private static ResourceRef EcsCluster { get; } = new(ResourceKinds.EcsCluster, "example-cluster");

    private static ResourceRef EcsTask { get; } = new(ResourceKinds.EcsTask, "arn:aws:ecs:eu-central-1:111122223333:task/example-cluster/1");

    private static ResourceRef Container { get; } = new(ResourceKinds.Container, "web");

    private static ResourceRef Actor(ResourceRef resource) => resource with { Involvement = Involvement.Actor };

    private static Finding Make(KnownType type, ResourceRole role, ResourceRef[] resources) => new()
    {
        Id = "example",
        Source = type.Source,
        Type = type.Type,
        Severity = Severity.Of(type.Severity),
        Account = Account,
        Region = "eu-central-1",
        Partition = "aws",
        Role = role,
        Resources = [.. resources],
        Raw = "{}",
    };
}
