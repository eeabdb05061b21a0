using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations.Isolation;

/// <summary>Reads the surroundings of an instance: all in one round, and target health in a second one where there are target groups.</summary>
internal sealed class SurroundingsReader(ObserveContext context, CancellationToken cancel)
{
    private const string Managed = "another AWS service";

    private readonly string _id = context.Resource.Id;
    private readonly IAmazonEC2 _ec2 = context.Aws.Client<IAmazonEC2>();

    public async Task<InstanceSurroundings> ReadAsync(bool addresses)
    {
        var unread = new Unread();
        var instance = context.InstanceAsync(cancel);
        var interfaces = InterfacesAsync();
        var groups = QuarantineGroups.ReadAsync(context, cancel);
        AutoScalingFacts? autoScaling = null;
        bool? isProtected = null;
        string? shutdown = null;
        ImmutableArray<TargetFacts> targets = [];
        Task[] bestEffort =
        [
            unread.TryAsync(
                async () => autoScaling = await context.AutoScalingAsync(cancel).ConfigureAwait(false),
                "Auto Scaling",
                "a group that the instance is in may terminate it when its health check fails"),
            unread.TryAsync(async () => isProtected = await IsProtectedAsync().ConfigureAwait(false), "Termination protection", "it was left as it is"),
            unread.TryAsync(async () => shutdown = await ShutdownBehaviorAsync().ConfigureAwait(false), "Shutdown behaviour", "a shutdown from inside may terminate the instance"),
            unread.TryAsync(async () => targets = await TargetsAsync(interfaces).ConfigureAwait(false), "Load balancers", "the instance may still be registered with some"),
        ];
        await Task.WhenAll([interfaces, groups, .. bestEffort]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (await instance.ConfigureAwait(false) is not { } found || Facts(found) is not { IsGone: false } facts)
        {
            return new InstanceSurroundings { Instance = instance.Result is { } gone ? Facts(gone) : null };
        }

        await Task.WhenAll(bestEffort).ConfigureAwait(false);
        var attached = await interfaces.ConfigureAwait(false);
        return new InstanceSurroundings
        {
            Instance = facts,
            Interfaces = [.. attached.Select(Facts).InOrder((a, b) => string.CompareOrdinal(a.Id, b.Id))],
            Groups = await groups.ConfigureAwait(false),
            AutoScaling = autoScaling,
            Targets = targets,
            TerminationProtected = isProtected,
            ShutdownBehavior = shutdown,
            Volumes = [.. (found.BlockDeviceMappings ?? []).Where(m => m.Ebs?.VolumeId is not null).Select(Facts).InOrder((a, b) => string.CompareOrdinal(a.Device, b.Device))],
            Addresses = addresses ? [.. attached.SelectMany(AddressesOf).DistinctBy(a => a.AllocationId).InOrder((a, b) => string.CompareOrdinal(a.AllocationId, b.AllocationId))] : [],
            Unread = unread.Sentences,
        };
    }

    private async Task<ImmutableArray<TargetFacts>> TargetsAsync(Task<List<NetworkInterface>> interfaces)
    {
        var targets = new TargetReader(context.Aws, cancel);
        var groups = await targets.GroupsAsync().ConfigureAwait(false);
        return await targets.RegisteredAsync(_id, await interfaces.ConfigureAwait(false), groups).ConfigureAwait(false);
    }

    private async Task<bool> IsProtectedAsync() =>
        await new TerminationProtection().ReadAsync(context.Aws, new Target(ResourceKinds.Instance, _id), cancel).ConfigureAwait(false) == AttributeValue.Of(true);

    private async Task<string> ShutdownBehaviorAsync() =>
        (await new ShutdownBehavior().ReadAsync(context.Aws, new Target(ResourceKinds.Instance, _id), cancel).ConfigureAwait(false)).ToString();

    /// <summary>The Elastic IPs of an interface as it shows them itself: of each of its private addresses, and of the primary one.</summary>
    private static IEnumerable<AddressFacts> AddressesOf(NetworkInterface found) =>
        from address in (found.PrivateIpAddresses ?? []).Select(a => (a.PrivateIpAddress, a.Association)).Append((found.PrivateIpAddress, found.Association))
        where address.Association is { AllocationId: not null, PublicIp: not null } && address.PrivateIpAddress is not null
        select new AddressFacts(address.Association.AllocationId, address.Association.PublicIp, found.NetworkInterfaceId, address.PrivateIpAddress);

    private static VolumeFacts Facts(InstanceBlockDeviceMapping found) => new(found.Ebs.VolumeId, found.DeviceName, found.Ebs.DeleteOnTermination is true);

    private static InstanceFacts Facts(Instance found) => new(
        found.InstanceId,
        found.State?.Name?.Value ?? "unknown",
        found.InstanceLifecycle == InstanceLifecycleType.Spot,
        found.IamInstanceProfile is not null,
        (found.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal))
    {
        HasInstanceStoreRoot = found.RootDeviceType == DeviceType.InstanceStore,
    };

    private static InterfaceFacts Facts(NetworkInterface found) => new(
        found.NetworkInterfaceId,
        found.VpcId,
        [.. (found.Groups ?? []).Select(g => g.GroupId)],
        found.InterfaceType?.Value ?? "interface",
        found.RequesterManaged is true ? found.RequesterId ?? Managed : found.Operator is { Managed: true } op ? op.Principal ?? Managed : null,
        NetworkInterfaces.AutoAssignedAddress(found),
        found.ConnectionTrackingConfiguration?.TcpEstablishedTimeout);

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
}
