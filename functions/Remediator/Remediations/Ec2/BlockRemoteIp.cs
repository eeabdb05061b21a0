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

    public override string Name => "block-remote-ip";

    public override string Summary => "Denies the finding's remote address, both ways, in the network ACLs of an EC2 instance's subnets.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(NetworkAclDeny)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances"), .. OwnAddresses.Permissions];

    public override JsonTypeInfo OptionsInfo => BlockRemoteIpJsonContext.Default.BlockRemoteIpOptions;

    public override StepPlan Plan(PlanContext context, BlockRemoteIpOptions options, SubnetAcls observed)
    {
        if (BlockChoice.Refusal(context, options.Except, observed.Own) is { } refusal)
        {
            return new StepPlan.NotApplicable(refusal);
        }

        if (InstanceReads.Gone(context, observed.State) is { } gone)
        {
            return new StepPlan.NotApplicable(gone);
        }

        return observed.Acls.IsEmpty
            ? new StepPlan.NotApplicable($"instance {context.Resource.Id} is in no subnet")
            : new StepPlan.Planned(observed.Acls.SelectMany(a => a.Denied.Keys.Order(StringComparer.Ordinal).Select(d => Deny(a, d, BlockChoice.Of(context)!))), Survivors);
    }

    protected override async Task<SubnetAcls> ReadAsync(ObserveContext context, BlockRemoteIpOptions options, CancellationToken cancel)
    {
        var own = OwnAddresses.OfAsync(context, cancel);
        var reading = context.InstanceAsync(cancel);
        await Task.WhenAll(own, reading).ConfigureAwait(false);
        var instance = reading.Result;
        var subnets = (instance?.NetworkInterfaces ?? []).Select(i => i.SubnetId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var address = BlockChoice.Of(context.Plan);
        var acls = subnets.Count == 0 || address is null ? [] : await AclsAsync(context, subnets, cancel).ConfigureAwait(false);
        return new SubnetAcls(
            InstanceReads.StateOf(instance),
            [.. acls.OrderBy(a => a.NetworkAclId, StringComparer.Ordinal).Select(a => Facts(a, address!))],
            InstanceReads.TagsOf(instance),
            own.Result);
    }

    protected override TagReading Tags(SubnetAcls observed) => new TagReading.Known(observed.Tags);

    protected override IEnumerable<TouchedResource> Touched(SubnetAcls observed) => observed.Acls.Select(a => new TouchedResource("AWS::EC2::NetworkAcl", a.Id, a.Tags));

    private Change Deny(AclFacts acl, string direction, RemoteAddress address) => new()
    {
        Step = Name,
        Attribute = nameof(NetworkAclDeny),
        Target = NetworkAclDeny.Of(acl.Id, direction, address),
        Before = acl.Denied[direction],
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

    private static AclFacts Facts(NetworkAcl acl, RemoteAddress address) => new(
        acl.NetworkAclId,
        new[] { NetworkAclDeny.Ingress, NetworkAclDeny.Egress }.ToImmutableDictionary(d => d, d => NetworkAclDeny.Value(acl.Entries ?? [], d, address), StringComparer.Ordinal),
        [.. (acl.Associations ?? []).Select(a => a.SubnetId).Order(StringComparer.Ordinal)],
        (acl.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
}
