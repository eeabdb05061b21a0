using System.Text.Json.Serialization;
using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

/// <summary>One account: its global resources and its Regions.</summary>
public sealed partial class SandboxAccount
{
    private readonly World _world;

    internal SandboxAccount(string id, World world)
    {
        Id = id;
        _world = world;
    }

    [JsonIgnore]
    public string Id { get; }

    public SortedDictionary<string, User> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The root user, as organizations see it; null where nobody looks.</summary>
    public User? Root { get; set; }

    /// <summary>What an organization has enabled that this account administers; null when it administers none.</summary>
    public SortedSet<string>? OrganizationsFeatures { get; set; }

    /// <summary>Of IAM Identity Center, by ARN; none where the account administers none.</summary>
    public Table<PermissionSet> PermissionSets { get; } = [];

    public SortedDictionary<string, Role> Roles { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, InstanceProfile> InstanceProfiles { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Table<Bucket> Buckets { get; } = [];

    /// <summary>The account's own setting for S3; null when there is none.</summary>
    public PublicAccessBlock? PublicAccessBlock { get; set; }

    public Table<SandboxRegion> Regions { get; } = [];

    /// <summary>Another account of the same world.</summary>
    public SandboxAccount Other(string id) => _world.Account(id);

    public SandboxRegion Region(string name)
    {
        if (!Regions.TryGetValue(name, out var region))
        {
            Regions[name] = region = new SandboxRegion(name);
        }

        return region;
    }

    /// <summary>Tags of the resource that an ARN names; none when the ARN names no resource with tags.</summary>
    internal Tags TagsOf(string region, string arn)
    {
        var id = arn[(arn.LastIndexOfAny(['/', ':']) + 1)..];
        return arn.Contains(":ec2:", StringComparison.Ordinal) ? Region(region).Tagged(id)?.Tags ?? []
            : arn.Contains(":user/", StringComparison.Ordinal) ? Users.GetValueOrDefault(id)?.Tags ?? []
            : arn.Contains(":role/", StringComparison.Ordinal) ? Roles.GetValueOrDefault(id)?.Tags ?? []
            : Buckets.GetValueOrDefault(id)?.Tags ?? [];
    }

    /// <summary>The VPC of the interface, network ACL or security group that an ARN names; null for anything else.</summary>
    internal string? VpcOf(string region, string arn)
    {
        var id = arn[(arn.LastIndexOf('/') + 1)..];
        return arn.Contains(":network-interface/", StringComparison.Ordinal) ? Region(region).NetworkInterfaces.GetValueOrDefault(id)?.VpcId
            : arn.Contains(":network-acl/", StringComparison.Ordinal) ? Region(region).NetworkAcls.GetValueOrDefault(id)?.VpcId
            : arn.Contains(":security-group/", StringComparison.Ordinal) ? Region(region).SecurityGroups.GetValueOrDefault(id)?.VpcId
            : null;
    }
}
