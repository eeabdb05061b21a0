using System.Collections.Immutable;
using Amazon.AutoScaling;
using Amazon.AutoScaling.Model;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Filter = Amazon.EC2.Model.Filter;
using Instance = Amazon.EC2.Model.Instance;

namespace Remediator.Remediations.Isolation;

/// <summary>Reads the surroundings of an instance: all in one round, and target health in a second one where there are target groups.</summary>
internal sealed class SurroundingsReader(ObserveContext context, CancellationToken cancel)
{
    private const string Managed = "another AWS service";

    private readonly string _id = context.Resource.Id;
    private readonly IAmazonEC2 _ec2 = context.Aws.Client<IAmazonEC2>();

    public async Task<InstanceSurroundings> ReadAsync(bool addresses)
    {
        var targets = new TargetReader(context.Aws, cancel);
        var unread = new List<string>();
        var instance = context.InstanceAsync(cancel);
        var interfaces = InterfacesAsync();
        var groups = GroupsAsync();
        var autoScaling = AutoScalingAsync();
        var protection = new TerminationProtection().ReadAsync(context.Aws, new Target(ResourceKinds.Instance, _id), cancel);
        var elasticIps = addresses ? AddressesAsync() : Task.FromResult(ImmutableArray<AddressFacts>.Empty);
        var targetGroups = targets.GroupsAsync();
        var needed = Task.WhenAll(interfaces, groups);
        await Task.WhenAll(needed, elasticIps, autoScaling, protection, targetGroups).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (await instance.ConfigureAwait(false) is not { } found || Facts(found) is not { IsGone: false } facts)
        {
            return new InstanceSurroundings { Instance = instance.Result is { } gone ? Facts(gone) : null };
        }

        await needed.ConfigureAwait(false);
        var attached = interfaces.Result;
        var registered = RegisteredAsync(targets, attached, targetGroups);
        return new InstanceSurroundings
        {
            Instance = facts,
            Interfaces = [.. attached.Select(Facts).OrderBy(i => i.Id, StringComparer.Ordinal)],
            Groups = groups.Result,
            AutoScaling = await OrAsync(autoScaling, null, unread, "Auto Scaling", "a group that the instance is in may terminate it when its health check fails").ConfigureAwait(false),
            Targets = await OrAsync(registered, [], unread, "Load balancers", "the instance may still be registered with some").ConfigureAwait(false),
            TerminationProtected = await OrAsync<bool?>(
                ProtectedAsync(protection), null, unread, "Termination protection", "it was left as it is").ConfigureAwait(false),
            Addresses = await OrAsync(elasticIps, [.. attached.SelectMany(AddressesOf)], unread, "Elastic IPs", "those that the interfaces show were taken").ConfigureAwait(false),
            Unread = [.. unread],
        };
    }

    private async Task<ImmutableArray<TargetFacts>> RegisteredAsync(TargetReader targets, List<NetworkInterface> attached, Task<List<TargetGroup>> targetGroups) =>
        await targets.RegisteredAsync(_id, attached, await targetGroups.ConfigureAwait(false)).ConfigureAwait(false);

    private static async Task<bool?> ProtectedAsync(Task<AttributeValue> protection) => await protection.ConfigureAwait(false) == AttributeValue.Of(true);

    /// <summary>What was read, or <paramref name="otherwise"/>: a read that only a best-effort change needs must not stop the containment.</summary>
    private static async Task<T> OrAsync<T>(Task<T> read, T otherwise, List<string> unread, string what, string so)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            unread.Add($"{what} could not be read ({AwsFailure.Describe(e)}): {so}.");
            return otherwise;
        }
    }

    /// <summary>The Elastic IPs of an interface as it shows them itself.</summary>
    private static IEnumerable<AddressFacts> AddressesOf(NetworkInterface found) =>
        from address in found.PrivateIpAddresses ?? []
        where address.Association is { AllocationId: not null, PublicIp: not null }
        select new AddressFacts(address.Association.AllocationId, address.Association.PublicIp, found.NetworkInterfaceId, address.PrivateIpAddress);

    private static InstanceFacts Facts(Instance found) => new(
        found.InstanceId,
        found.State?.Name?.Value ?? "unknown",
        found.InstanceLifecycle == InstanceLifecycleType.Spot,
        found.IamInstanceProfile is not null,
        (found.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));

    private static InterfaceFacts Facts(NetworkInterface found) => new(
        found.NetworkInterfaceId,
        found.VpcId,
        [.. (found.Groups ?? []).Select(g => g.GroupId)],
        found.InterfaceType?.Value ?? "interface",
        found.RequesterManaged is true ? found.RequesterId ?? Managed : found.Operator is { Managed: true } op ? op.Principal ?? Managed : null,
        NetworkInterfaces.AutoAssignedAddress(found));

    private async Task<List<NetworkInterface>> InterfacesAsync()
    {
        var request = new DescribeNetworkInterfacesRequest { Filters = [new Filter { Name = "attachment.instance-id", Values = [_id] }] };
        var found = new List<NetworkInterface>();
        do
        {
            var page = await _ec2.DescribeNetworkInterfacesAsync(request, cancel).ConfigureAwait(false);
            found.AddRange(page.NetworkInterfaces ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    /// <summary>By name in every VPC, because the instance's VPCs are not known yet.</summary>
    private async Task<ImmutableArray<GroupFacts>> GroupsAsync()
    {
        var names = QuarantineChoice.Names(context.Plan.ExecutionId);
        var request = new DescribeSecurityGroupsRequest { Filters = [new Filter { Name = "group-name", Values = [.. names] }] };
        var found = ImmutableArray.CreateBuilder<GroupFacts>();
        do
        {
            var page = await _ec2.DescribeSecurityGroupsAsync(request, cancel).ConfigureAwait(false);
            found.AddRange((page.SecurityGroups ?? []).Select(g =>
                new GroupFacts(g.GroupId, g.GroupName, g.VpcId, QuarantineGroupValue.IsOwn(g), [.. SecurityGroupRules.Of(g)])));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found.ToImmutable();
    }

    private async Task<AutoScalingFacts?> AutoScalingAsync()
    {
        var response = await context.Aws.Client<IAmazonAutoScaling>().DescribeAutoScalingInstancesAsync(
            new DescribeAutoScalingInstancesRequest { InstanceIds = [_id] }, cancel).ConfigureAwait(false);
        return (response.AutoScalingInstances ?? []).Find(i => i.InstanceId == _id) is { } found
            ? new AutoScalingFacts(found.AutoScalingGroupName, found.LifecycleState)
            : null;
    }

    private async Task<ImmutableArray<AddressFacts>> AddressesAsync()
    {
        var response = await _ec2.DescribeAddressesAsync(
            new DescribeAddressesRequest { Filters = [new Filter { Name = "instance-id", Values = [_id] }] }, cancel).ConfigureAwait(false);
        return
        [
            .. (response.Addresses ?? [])
                .Where(a => a is { AllocationId: not null, NetworkInterfaceId: not null })
                .OrderBy(a => a.AllocationId, StringComparer.Ordinal)
                .Select(a => new AddressFacts(a.AllocationId, a.PublicIp, a.NetworkInterfaceId, a.PrivateIpAddress)),
        ];
    }
}
