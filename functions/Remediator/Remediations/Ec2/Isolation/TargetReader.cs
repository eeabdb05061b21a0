using System.Collections.Immutable;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Remediator.Attributes;
using Remediator.Execution;

namespace Remediator.Remediations.Isolation;

/// <summary>Finds the target groups that an instance or one of its private addresses is registered with.</summary>
/// <remarks>No API answers that question directly: the targets of every group that may hold it are listed.</remarks>
internal sealed class TargetReader(AwsSession aws, CancellationToken cancel)
{
    private const int PageSize = 400;

    /// <summary>Calls at the same time; an account may have thousands of target groups.</summary>
    private const int Parallelism = 16;

    private readonly IAmazonElasticLoadBalancingV2 _elb = aws.Client<IAmazonElasticLoadBalancingV2>();

    /// <summary>All target groups whose targets are instances or addresses.</summary>
    public async Task<List<TargetGroup>> GroupsAsync()
    {
        var request = new DescribeTargetGroupsRequest { PageSize = PageSize };
        var found = new List<TargetGroup>();
        do
        {
            var page = await _elb.DescribeTargetGroupsAsync(request, cancel).ConfigureAwait(false);
            found.AddRange((page.TargetGroups ?? []).Where(g => g.TargetType == TargetTypeEnum.Instance || g.TargetType == TargetTypeEnum.Ip));
            request.Marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(request.Marker));

        return found;
    }

    /// <remarks>Only groups of the VPCs that the interfaces are in: elsewhere the same private address is another machine's.</remarks>
    public async Task<ImmutableArray<TargetFacts>> RegisteredAsync(string instanceId, IReadOnlyCollection<NetworkInterface> interfaces, IEnumerable<TargetGroup> groups)
    {
        var ids = interfaces
            .SelectMany(i => Addresses(i).Append(instanceId), (i, id) => (i.VpcId, Id: id))
            .ToLookup(p => p.VpcId, p => p.Id, StringComparer.Ordinal);
        using var turn = new SemaphoreSlim(Parallelism);
        var found = await Task.WhenAll(groups.Where(g => ids.Contains(g.VpcId ?? "")).Select(g => RegisteredAsync(g, [.. ids[g.VpcId]], turn))).ConfigureAwait(false);
        return [.. found.SelectMany(t => t).OrderBy(t => (t.TargetGroupArn, t.Id, t.Port))];
    }

    private static IEnumerable<string> Addresses(NetworkInterface found) =>
        (found.PrivateIpAddresses ?? []).Select(a => a.PrivateIpAddress).Concat((found.Ipv6Addresses ?? []).Select(a => a.Ipv6Address)).OfType<string>();

    private async Task<IEnumerable<TargetFacts>> RegisteredAsync(TargetGroup group, HashSet<string> ids, SemaphoreSlim turn)
    {
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var response = await _elb.DescribeTargetHealthAsync(new DescribeTargetHealthRequest { TargetGroupArn = group.TargetGroupArn }, cancel).ConfigureAwait(false);
            return (response.TargetHealthDescriptions ?? [])
                .Where(h => h.Target is { Id: not null, Port: not null } && ids.Contains(h.Target.Id) && !TargetRegistration.IsOut(h.TargetHealth))
                .Select(h => new TargetFacts(group.TargetGroupArn, h.Target.Id, h.Target.Port.GetValueOrDefault(), h.Target.AvailabilityZone));
        }
        finally
        {
            turn.Release();
        }
    }
}
