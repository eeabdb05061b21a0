using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The security group of a VPC that lets nothing in or out, neither IPv4 nor IPv6; target <c>vpc-id/group-name</c>.</summary>
/// <remarks>
/// Ours is a group with our tag; a group of the same name without it reads as absent and is never touched. A new group allows
/// all egress until that is revoked, so a crash between the two calls leaves a group with rules, which the next write empties.
/// Undo leaves the group: other instances may be in it.
/// </remarks>
public sealed class QuarantineGroup : ResourceAttribute
{
    public override string Label => "quarantine security group";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeSecurityGroups")];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("ec2:CreateSecurityGroup", Ec2Arns.SecurityGroup),
        new("ec2:CreateSecurityGroup", Ec2Arns.Vpc),
        new("ec2:CreateTags", Ec2Arns.SecurityGroup, """{"StringEquals":{"ec2:CreateAction":"CreateSecurityGroup"}}"""),
        new("ec2:RevokeSecurityGroupEgress", Ec2Arns.SecurityGroup, OwnGroup),
        new("ec2:RevokeSecurityGroupIngress", Ec2Arns.SecurityGroup, OwnGroup),
    ];

    private const string OwnGroup = $$$"""{"StringEquals":{"aws:ResourceTag/{{{EngineTags.Role}}}":"{{{EngineTags.Quarantine}}}"}}""";

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await FindAsync(aws, target, cancel).ConfigureAwait(false) is { } group ? QuarantineGroupValue.Of(group) : AttributeValue.Absent;

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (QuarantineGroupValue.Rules(request.Wanted).Count > 0 || request.Wanted.IsAbsent)
        {
            throw new InvalidOperationException("A quarantine group is only ever made empty.");
        }

        var group = request.Current.IsAbsent
            ? await CreateAsync(aws, request, cancel).ConfigureAwait(false)
            : await FindAsync(aws, request.Target, cancel).ConfigureAwait(false);
        if (group is not null)
        {
            await EmptyAsync(aws, group, cancel).ConfigureAwait(false);
        }
    }

    public override string Describe(AttributeValue value) => value switch
    {
        { IsAbsent: true } => "absent",
        _ when QuarantineGroupValue.Rules(value) is { Count: > 0 } rules => $"{QuarantineGroupValue.Id(value)} with rules: {string.Join(", ", rules)}",
        _ => $"{QuarantineGroupValue.Id(value) ?? "a new group"} without rules",
    };

    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted
        || (!live.IsAbsent && wanted == QuarantineGroupValue.Empty && QuarantineGroupValue.Rules(live).Count == 0);

    private static async Task<SecurityGroup?> FindAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (vpc, name) = Parse(target);
        var response = await aws.Client<IAmazonEC2>().DescribeSecurityGroupsAsync(
            new DescribeSecurityGroupsRequest
            {
                Filters = [new Filter { Name = "vpc-id", Values = [vpc] }, new Filter { Name = "group-name", Values = [name] }],
            },
            cancel).ConfigureAwait(false);
        return (response.SecurityGroups ?? []).Find(QuarantineGroupValue.IsOwn);
    }

    /// <summary>Creates the group, or finds the one that another execution created at the same time.</summary>
    private static async Task<SecurityGroup> CreateAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (vpc, name) = Parse(request.Target);
        try
        {
            var created = await aws.Client<IAmazonEC2>().CreateSecurityGroupAsync(
                new CreateSecurityGroupRequest
                {
                    GroupName = name,
                    Description = "Quarantine by Remediator: keep this group empty",
                    VpcId = vpc,
                    TagSpecifications = Ec2Tags.OnCreated(
                        ResourceType.SecurityGroup, (EngineTags.Role, EngineTags.Quarantine), (EngineTags.Execution, request.ExecutionId)),
                },
                cancel).ConfigureAwait(false);
            return new SecurityGroup { GroupId = created.GroupId, IpPermissionsEgress = DefaultEgress() };
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.GroupDuplicate))
        {
            if (await FindAsync(aws, request.Target, cancel).ConfigureAwait(false) is { } other)
            {
                return other;
            }

            // It does not show yet, or somebody else took the name: neither is a group that was made empty.
            throw;
        }
    }

    /// <summary>What EC2 puts into a new group: the IPv6 half only where the VPC has IPv6.</summary>
    private static List<IpPermission> DefaultEgress() =>
    [
        new() { IpProtocol = "-1", Ipv4Ranges = [new IpRange { CidrIp = "0.0.0.0/0" }] },
        new() { IpProtocol = "-1", Ipv6Ranges = [new Ipv6Range { CidrIpv6 = "::/0" }] },
    ];

    private static Task EmptyAsync(AwsSession aws, SecurityGroup group, CancellationToken cancel)
    {
        var ec2 = aws.Client<IAmazonEC2>();
        return Task.WhenAll(
        [
            .. (group.IpPermissionsEgress ?? []).Select(rule => IgnoreMissing(ec2.RevokeSecurityGroupEgressAsync(
                new RevokeSecurityGroupEgressRequest { GroupId = group.GroupId, IpPermissions = [rule] }, cancel))),
            .. (group.IpPermissions ?? []).Select(rule => IgnoreMissing(ec2.RevokeSecurityGroupIngressAsync(
                new RevokeSecurityGroupIngressRequest { GroupId = group.GroupId, IpPermissions = [rule] }, cancel))),
        ]);
    }

    /// <summary>A rule that is gone already is as wanted; reading back tells whether any is left.</summary>
    private static async Task IgnoreMissing(Task revoke)
    {
        try
        {
            await revoke.ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.PermissionNotFound))
        {
        }
    }

    private static (string Vpc, string Name) Parse(Target target) =>
        target.Id.Split('/', 2) is [var vpc, var name]
            ? (vpc, name)
            : throw new FormatException($"'{target.Id}' is not of the form vpc-id/group-name.");
}
