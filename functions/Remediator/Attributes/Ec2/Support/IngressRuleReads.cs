using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Execution;

namespace Remediator.Attributes.Ec2Support;

/// <summary>Reads of the ingress rules of a security group, one for each range of addresses.</summary>
internal static class IngressRuleReads
{
    private const string GroupNotFound = "InvalidGroup.NotFound";
    private const string GroupMalformed = "InvalidGroupId.Malformed";

    /// <summary>The rules of a group whose peer is a range; empty also where there is no such group.</summary>
    public static async Task<List<FoundRule>> OfAsync(AwsSession aws, string group, CancellationToken cancel)
    {
        var request = new DescribeSecurityGroupRulesRequest { Filters = [new Filter { Name = "group-id", Values = [group] }] };
        var found = new List<FoundRule>();
        do
        {
            var page = await aws.Client<IAmazonEC2>().DescribeSecurityGroupRulesAsync(request, cancel).ConfigureAwait(false);
            found.AddRange(
                from rule in page.SecurityGroupRules ?? []
                let cidr = Named(rule.CidrIpv4) ?? Named(rule.CidrIpv6)
                where rule.IsEgress is not true && cidr is not null
                select new FoundRule(rule.SecurityGroupRuleId, cidr, IngressRule.Of(rule)));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    public static async Task<bool> ExistsAsync(AwsSession aws, string group, CancellationToken cancel) => await FindAsync(aws, [group], cancel).ConfigureAwait(false) is [_, ..];

    /// <summary>The groups of these ids; none where one of them is unknown.</summary>
    public static async Task<List<SecurityGroup>> FindAsync(AwsSession aws, List<string> groups, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonEC2>().DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = groups }, cancel).ConfigureAwait(false);
            return response.SecurityGroups ?? [];
        }
        catch (AmazonServiceException e) when (e.Is(GroupNotFound, GroupMalformed))
        {
            return [];
        }
    }

    private static string? Named(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <param name="Cidr">The peer.</param>
internal sealed record FoundRule(string Id, string Cidr, IngressRule Rule);
