namespace Remediator.Cli.Sandbox.State;

public sealed class SecurityGroup : ITagged
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public required string VpcId { get; init; }

    public Table<SecurityGroupRule> Rules { get; } = [];

    public Tags Tags { get; init; } = [];
}

/// <summary>One rule; exactly one of its four peers is set.</summary>
public sealed record SecurityGroupRule(bool IsEgress, string Protocol, int FromPort, int ToPort) : ITagged
{
    public string? CidrIpv4 { get; init; }

    public string? CidrIpv6 { get; init; }

    public string? PrefixListId { get; init; }

    public string? ReferencedGroupId { get; init; }

    public string? Description { get; init; }

    public Tags Tags { get; init; } = [];

    /// <summary>What AWS gives a new group: everything may leave, over IPv6 too where the VPC has it.</summary>
    public static IEnumerable<SecurityGroupRule> Defaults(Vpc vpc)
    {
        yield return new SecurityGroupRule(true, "-1", -1, -1) { CidrIpv4 = "0.0.0.0/0" };
        if (vpc.Ipv6Cidr is not null)
        {
            yield return new SecurityGroupRule(true, "-1", -1, -1) { CidrIpv6 = "::/0" };
        }
    }

    /// <summary>Whether both let the same traffic through; the description and tags don't matter.</summary>
    public bool Covers(SecurityGroupRule other) => this with { Description = null, Tags = other.Tags } == other with { Description = null };
}
