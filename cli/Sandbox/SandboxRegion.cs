using System.Text.Json.Serialization;
using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

/// <summary>What an account has in one Region.</summary>
public sealed class SandboxRegion(string name)
{
    [JsonIgnore]
    public string Name { get; } = name;

    public Table<Vpc> Vpcs { get; } = [];

    public Table<Subnet> Subnets { get; } = [];

    public Table<NetworkAcl> NetworkAcls { get; } = [];

    public Table<SecurityGroup> SecurityGroups { get; } = [];

    public Table<NetworkInterface> NetworkInterfaces { get; } = [];

    public Table<Instance> Instances { get; } = [];

    public Table<Volume> Volumes { get; } = [];

    public Table<VolumeSnapshot> Snapshots { get; } = [];

    public Table<MachineImage> Images { get; } = [];

    /// <summary>By pool and user name.</summary>
    public Table<PoolUser> PoolUsers { get; } = [];

    public Table<ImageRepository> Repositories { get; } = [];

    public Table<KmsKey> Keys { get; } = [];

    /// <summary>By ARN.</summary>
    public Table<ContainerTask> Tasks { get; } = [];

    /// <summary>By cluster and name.</summary>
    public Table<ContainerService> Services { get; } = [];

    public Table<KubernetesCluster> Clusters { get; } = [];

    public Table<LambdaFunction> Functions { get; } = [];

    /// <summary>By name.</summary>
    public Table<AuditTrail> Trails { get; } = [];

    public Table<ThreatDetector> Detectors { get; } = [];

    public Table<ConfigRecorder> ConfigRecorders { get; } = [];

    /// <summary>Null where it is not enabled.</summary>
    public Hub? SecurityHub { get; set; }

    public Table<Database> Databases { get; } = [];

    public Table<DatabaseCluster> DatabaseClusters { get; } = [];

    public Table<DatabaseSnapshot> DatabaseSnapshots { get; } = [];

    public Table<ElasticAddress> Addresses { get; } = [];

    public Table<ProfileAssociation> ProfileAssociations { get; } = [];

    public Table<AutoScalingGroup> AutoScalingGroups { get; } = [];

    /// <summary>By ARN.</summary>
    public Table<TargetGroup> TargetGroups { get; } = [];

    public SortedSet<string> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>What SNS took, oldest first; no part of the account's configuration.</summary>
    [JsonIgnore]
    public List<PublishedMessage> Messages { get; } = [];

    /// <summary>What CloudTrail shows of the API calls in this Region, oldest first; no part of the account's configuration.</summary>
    [JsonIgnore]
    public List<TrailEvent> Trail { get; } = [];

    public Table<StoredParameter> Parameters { get; } = [];

    public Table<StoredSecret> Secrets { get; } = [];

    public Table<FirewallRuleGroup> RuleGroups { get; } = [];

    public Table<WafIpSet> IpSets { get; } = [];

    public Table<DomainList> DomainLists { get; } = [];

    public Table<PrefixList> PrefixLists { get; } = [];

    /// <summary>Interfaces of an instance in the order of their device index.</summary>
    public IReadOnlyList<NetworkInterface> InterfacesOf(string instanceId) =>
        [.. NetworkInterfaces.Values.Where(n => n.Attachment?.InstanceId == instanceId).OrderBy(n => n.Attachment!.DeviceIndex)];

    /// <summary>The EC2 resource of that id, if it is one that has tags.</summary>
    public ITagged? Tagged(string id) => id.Split('-')[0] switch
    {
        "i" => Instances.GetValueOrDefault(id),
        "eni" => NetworkInterfaces.GetValueOrDefault(id),
        "sg" => SecurityGroups.GetValueOrDefault(id),
        "sgr" => SecurityGroups.Values.Select(g => g.Rules.GetValueOrDefault(id)).FirstOrDefault(r => r is not null),
        "vol" => Volumes.GetValueOrDefault(id),
        "ami" => Images.GetValueOrDefault(id),
        "snap" => Snapshots.GetValueOrDefault(id),
        "vpc" => Vpcs.GetValueOrDefault(id),
        "subnet" => Subnets.GetValueOrDefault(id),
        "acl" => NetworkAcls.GetValueOrDefault(id),
        "pl" => PrefixLists.GetValueOrDefault(id),
        "eipalloc" => Addresses.GetValueOrDefault(id),
        _ => null,
    };
}
