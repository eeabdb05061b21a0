using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;

namespace Remediator.Remediations.Isolation;

/// <summary>The groups that may be quarantine groups: by name in every VPC, because the VPC is not known yet.</summary>
internal static class QuarantineGroups
{
    public static async Task<ImmutableArray<GroupFacts>> ReadAsync(ObserveContext context, CancellationToken cancel)
    {
        var request = new DescribeSecurityGroupsRequest { Filters = [new Filter { Name = "group-name", Values = [.. QuarantineChoice.Names(context.Plan.ExecutionId)] }] };
        var found = ImmutableArray.CreateBuilder<GroupFacts>();
        do
        {
            var page = await context.Aws.Client<IAmazonEC2>().DescribeSecurityGroupsAsync(request, cancel).ConfigureAwait(false);
            found.AddRange((page.SecurityGroups ?? []).Select(g =>
                new GroupFacts(g.GroupId, g.GroupName, g.VpcId, QuarantineGroupValue.IsOwn(g), [.. SecurityGroupRules.Of(g)])));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found.ToImmutable();
    }
}
