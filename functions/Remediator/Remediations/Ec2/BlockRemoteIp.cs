using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Denies the finding's remote address in the network ACLs of the instance's subnets: stateless, so that open connections end too.</summary>
public sealed class BlockRemoteIp : Remediation<BlockRemoteIpOptions, SubnetAcls>
{
    private const int WithFlows = 2;

    /// <summary>A network ACL takes twenty entries each way by default, and its other ones are somebody's.</summary>
    private const int MostAddresses = 4;

    public override string Name => "block-remote-ip";

    public override string Summary => "Denies the finding's remote addresses, both ways, in the network ACLs of an EC2 instance's subnets.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(NetworkAclDeny)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances"), .. OwnAddresses.Permissions];

    /// <remarks>Where the instance is isolated too, that comes first; this ends what is open, and keeps others from the same address.</remarks>
    public override bool GoesLast => true;

    public override JsonTypeInfo OptionsInfo => BlockRemoteIpJsonContext.Default.BlockRemoteIpOptions;

    public override StepPlan Plan(PlanContext context, BlockRemoteIpOptions options, SubnetAcls observed)
    {
        var judged = BlockChoice.All(context).Select(a => $"{a.Address}").Select(a => (Address: a, Refusal: BlockChoice.Refusal(a, options.Except, observed.Own.GetValueOrDefault(a)))).ToList();
        var blocked = judged.Where(j => j.Refusal is null).Select(j => j.Address).ToList();
        if (blocked.Count == 0)
        {
            return new StepPlan.NotApplicable(judged.Select(j => j.Refusal).FirstOrDefault() ?? BlockChoice.Refusal(context, options.Except, null)!);
        }

        if (InstanceReads.Gone(context, observed.State) is { } gone)
        {
            return new StepPlan.NotApplicable(gone);
        }

        // What this execution denies already keeps its place; what others deny needs none.
        var own = context.Made.Where(c => c.Attribute == nameof(NetworkAclDeny)).Select(c => NetworkAclDeny.AddressOf(c.Target)).ToHashSet(StringComparer.Ordinal);
        var left = blocked.Where(b => !own.Contains(b) && !observed.Acls.All(a => Directions.All(d => a.Denied[$"{d}/{b}"] == AttributeValue.Of(true)))).Skip(Math.Max(0, MostAddresses - own.Count)).ToList();
        return observed.Acls.IsEmpty
            ? new StepPlan.NotApplicable($"instance {context.Resource.Id} is in no subnet")
            : new StepPlan.Planned(
                observed.Acls.SelectMany(a => blocked.Except(left).SelectMany(b => Directions.Select(d => Deny(a, $"{d}/{b}")))),
                [.. Survivors, .. judged.Select(j => j.Refusal).OfType<string>().Concat(left.Select(Left)).Select(r => $"{char.ToUpperInvariant(r[0])}{r[1..]}.")]);
    }

    private static string[] Directions { get; } = [NetworkAclDeny.Egress, NetworkAclDeny.Ingress];

    private static string Left(string address) => $"the remote address {address} is not blocked: the entries of a network ACL are few, and {MostAddresses} of them are taken for this finding";

    protected override async Task<SubnetAcls> ReadAsync(ObserveContext context, BlockRemoteIpOptions options, CancellationToken cancel)
    {
        var addresses = BlockChoice.All(context.Plan).ToList();
        var own = Task.WhenAll(addresses.Select(a => OwnAddresses.OfAsync(context, a, cancel)));
        var reading = context.InstanceAsync(cancel);
        await Task.WhenAll(own, reading).ConfigureAwait(false);
        var instance = reading.Result;
        var subnets = (instance?.NetworkInterfaces ?? []).Select(i => i.SubnetId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var acls = subnets.Count == 0 || addresses.Count == 0 ? [] : await AclsAsync(context, subnets, cancel).ConfigureAwait(false);
        return new SubnetAcls(
            InstanceReads.StateOf(instance),
            [.. acls.OrderBy(a => a.NetworkAclId, StringComparer.Ordinal).Select(a => Facts(a, addresses))],
            InstanceReads.TagsOf(instance),
            addresses.Zip(own.Result).Where(p => p.Second is not null).ToImmutableDictionary(p => $"{p.First.Address}", p => p.Second!, StringComparer.Ordinal));
    }

    protected override TagReading Tags(SubnetAcls observed) => new TagReading.Known(observed.Tags);

    protected override IEnumerable<TouchedResource> Touched(SubnetAcls observed) => observed.Acls.Select(a => new TouchedResource("AWS::EC2::NetworkAcl", a.Id, a.Tags));

    private Change Deny(AclFacts acl, string denied) => new()
    {
        Step = Name,
        Attribute = nameof(NetworkAclDeny),
        Target = NetworkAclDeny.Of(acl.Id, denied),
        Before = acl.Denied[denied],
        After = AttributeValue.Of(true),
        Phase = Phase.Contain,
        Stage = WithFlows,
        Note = $"It holds for everything in {string.Join(", ", acl.Subnets)}.",
    };

    private static IEnumerable<string> Survivors =>
    [
        "The attacker can come from another address. A network ACL sees the address of a load balancer, NAT gateway or proxy in between, not the one behind it.",
        "Network ACLs do not filter DNS queries to the VPC resolver.",
    ];

    private static async Task<List<NetworkAcl>> AclsAsync(ObserveContext context, List<string> subnets, CancellationToken cancel)
    {
        var request = new DescribeNetworkAclsRequest { Filters = [new Filter { Name = "association.subnet-id", Values = subnets }] };
        var found = new List<NetworkAcl>();
        do
        {
            var page = await context.Aws.Client<IAmazonEC2>().DescribeNetworkAclsAsync(request, cancel).ConfigureAwait(false);
            found.AddRange(page.NetworkAcls ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    private static AclFacts Facts(NetworkAcl acl, List<RemoteAddress> addresses) => new(
        acl.NetworkAclId,
        addresses.SelectMany(a => Directions.Select(d => KeyValuePair.Create($"{d}/{a.Address}", NetworkAclDeny.Value(acl.Entries ?? [], d, a)))).ToImmutableDictionary(StringComparer.Ordinal),
        [.. (acl.Associations ?? []).Select(a => a.SubnetId).Order(StringComparer.Ordinal)],
        (acl.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
}
