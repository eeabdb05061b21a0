using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The ingress rules of a security group for one range of addresses, with descriptions and tags; target <c>group-id/cidr</c>; absent when there is no such group.</summary>
/// <remarks>
/// By content, because a rule that is put back gets another id; it is revoked by its id, so that no other rule goes with it.
/// New rules come before old ones go, so that what stays allowed is never interrupted.
/// </remarks>
public sealed class IngressRules : ResourceAttribute
{
    private const string Duplicate = "InvalidPermission.Duplicate";
    private const string RuleNotFound = "InvalidSecurityGroupRuleId.NotFound";
    private const string GroupArn = "arn:{partition}:ec2:{region}:{account}:security-group/{groupId}";
    private const string RuleArn = "arn:{partition}:ec2:{region}:{account}:security-group-rule/{rule}";

    public override string Label => "ingress rules";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeSecurityGroups"), new("ec2:DescribeSecurityGroupRules")];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("ec2:AuthorizeSecurityGroupIngress", GroupArn),
        new("ec2:RevokeSecurityGroupIngress", GroupArn),
        new("ec2:CreateTags", RuleArn, """{"StringEquals":{"ec2:CreateAction":"AuthorizeSecurityGroupIngress"}}"""),
    ];

    internal static Target Of(string groupId, string cidr) => new("AWS::EC2::SecurityGroup", $"{groupId}/{cidr}");

    internal static AttributeValue Value(IEnumerable<IngressRule> rules) =>
        AttributeValue.Of(new JsonArray([.. rules.Select(r => r.ToNode()).OrderBy(n => n.ToJsonString(), StringComparer.Ordinal)]));

    internal static IReadOnlyList<IngressRule> Rules(AttributeValue value) =>
        value.ToNode() is JsonArray rules ? [.. rules.Select(r => IngressRule.Of(r!.AsObject()))] : [];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (group, cidr) = Parse(target);
        return await IngressRuleReads.ExistsAsync(aws, group, cancel).ConfigureAwait(false)
            ? Value((await IngressRuleReads.OfAsync(aws, group, cancel).ConfigureAwait(false)).Where(r => r.Cidr == cidr).Select(r => r.Rule))
            : AttributeValue.Absent;
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (group, cidr) = Parse(request.Target);
        var live = (await IngressRuleReads.OfAsync(aws, group, cancel).ConfigureAwait(false)).Where(r => r.Cidr == cidr).ToList();
        var wanted = Rules(request.Wanted);
        var missing = wanted.Where(w => !live.Exists(l => l.Rule.IsSameAs(w))).ToList();
        var excess = live.Where(l => !wanted.Any(w => w.IsSameAs(l.Rule))).Select(l => l.Id).ToList();
        List<IngressRule> late = [];
        foreach (var rule in missing)
        {
            try
            {
                await AuthorizeAsync(aws, group, cidr, rule, cancel).ConfigureAwait(false);
            }
            catch (AmazonServiceException) when (excess.Count > 0)
            {
                // A full group, or the same rule with another description: closing comes first, then it is tried again.
                late.Add(rule);
            }
        }

        await RevokeAsync(aws, group, excess, cancel).ConfigureAwait(false);
        foreach (var rule in late)
        {
            await AuthorizeAsync(aws, group, cidr, rule, cancel).ConfigureAwait(false);
        }
    }

    /// <remarks>Rules come and go one by one.</remarks>
    public override bool IsBetween(AttributeValue one, AttributeValue other, AttributeValue live) => Mixture.IsOf(one, other, live);

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "no such group" : Rules(value) is { Count: > 0 } rules ? string.Join(", ", rules.Select(r => r.Ports)) : "none";

    private static async Task AuthorizeAsync(AwsSession aws, string group, string cidr, IngressRule rule, CancellationToken cancel)
    {
        try
        {
            await aws.Client<IAmazonEC2>().AuthorizeSecurityGroupIngressAsync(
                new AuthorizeSecurityGroupIngressRequest
                {
                    GroupId = group,
                    IpPermissions = [rule.ToPermission(cidr)],
                    TagSpecifications = rule.Tags.Count == 0 ? null : [new TagSpecification { ResourceType = ResourceType.SecurityGroupRule, Tags = [.. rule.Tags.Select(t => new Tag { Key = t.Key, Value = t.Value })] }],
                },
                cancel).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.Is(Duplicate) && rule.Description is null && rule.Tags.Count == 0)
        {
        }
    }

    private static async Task RevokeAsync(AwsSession aws, string group, IEnumerable<string> ids, CancellationToken cancel)
    {
        // One by one: one that is gone already would make the call refuse all of them.
        foreach (var id in ids)
        {
            try
            {
                await aws.Client<IAmazonEC2>().RevokeSecurityGroupIngressAsync(
                    new RevokeSecurityGroupIngressRequest { GroupId = group, SecurityGroupRuleIds = [id] }, cancel).ConfigureAwait(false);
            }
            catch (AmazonServiceException e) when (e.Is(RuleNotFound, Ec2Errors.PermissionNotFound))
            {
            }
        }
    }

    private static (string Group, string Cidr) Parse(Target target) =>
        target.Id.Split('/', 2) is [var group, var cidr]
            ? (group, cidr)
            : throw new FormatException($"'{target.Id}' is not of the form group-id/cidr.");
}
