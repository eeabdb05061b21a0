using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Puts the finding's remote address into a prefix list that Network Firewall rule groups refer to.</summary>
/// <remarks>
/// The rule group itself is not written, of which AWS takes only the whole: <see cref="BlockRemoteIpAtRuleGroup"/> does that.
/// https://docs.aws.amazon.com/network-firewall/latest/developerguide/rule-groups-ip-set-references.html
/// </remarks>
public sealed class BlockRemoteIpAtFirewall : Remediation<BlockRemoteIpAtFirewallOptions, PrefixListFacts>
{
    public override string Name => "block-remote-ip-at-firewall";

    public override string Summary => "Puts the finding's remote address into a prefix list that your AWS Network Firewall rule groups drop.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(PrefixListAddress)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances"), .. OwnAddresses.Permissions];

    public override JsonTypeInfo OptionsInfo => BlockRemoteIpAtFirewallJsonContext.Default.BlockRemoteIpAtFirewallOptions;

    public override StepPlan Plan(PlanContext context, BlockRemoteIpAtFirewallOptions options, PrefixListFacts observed)
    {
        if (BlockChoice.Refusal(context, options.Except, observed.Own) is { } refusal)
        {
            return new StepPlan.NotApplicable(refusal);
        }

        var address = BlockChoice.Of(context)!;
        if (observed.ListId is not { } list)
        {
            return new StepPlan.NotApplicable($"account {context.Finding.Account} has not exactly one prefix list {options.PrefixList} of its own in {context.Finding.Region}");
        }

        if (observed.IsV6 != address.IsV6)
        {
            return new StepPlan.NotApplicable($"prefix list {options.PrefixList} holds {(observed.IsV6 ? "IPv6" : "IPv4")} addresses, and the remote address is none");
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(PrefixListAddress),
            Target = PrefixListAddress.Of(list, address),
            Before = observed.Entry,
            After = PrefixListAddress.Listed,
            Phase = Phase.Contain,
            Stage = 2,
        };
        return new StepPlan.Planned(
            [change],
            $"It holds only where a Network Firewall rule group refers to {options.PrefixList} and drops it, on traffic that is routed through the firewall; flows that are open already may go on.");
    }

    protected override async Task<PrefixListFacts> ReadAsync(ObserveContext context, BlockRemoteIpAtFirewallOptions options, CancellationToken cancel)
    {
        var none = ImmutableDictionary<string, string>.Empty;
        var named = new DescribeManagedPrefixListsRequest { Filters = [new Filter { Name = "prefix-list-name", Values = [options.PrefixList] }] };
        var listing = PrefixListAddress.FindAsync(context.Aws, named, cancel);
        var reading = context.InstanceAsync(cancel);
        var own = OwnAddresses.OfAsync(context, cancel);
        await Task.WhenAll(listing, reading, own).ConfigureAwait(false);
        var tags = InstanceReads.TagsOf(reading.Result);
        if (listing.Result.FindAll(l => l.OwnerId == context.Aws.Account) is not [var list])
        {
            return new PrefixListFacts(null, false, AttributeValue.Absent, none, tags, own.Result);
        }

        var entry = BlockChoice.Of(context.Plan) is { } address
            ? await new PrefixListAddress().ReadAsync(context.Aws, PrefixListAddress.Of(list.PrefixListId, address), cancel).ConfigureAwait(false)
            : AttributeValue.Absent;
        return new PrefixListFacts(
            list.PrefixListId, list.AddressFamily == "IPv6", entry, (list.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal), tags, own.Result);
    }

    protected override TagReading Tags(PrefixListFacts observed) => new TagReading.Known(observed.Tags);

    protected override IEnumerable<TouchedResource> Touched(PrefixListFacts observed) =>
        observed.ListId is { } list ? [new TouchedResource("AWS::EC2::PrefixList", list, observed.ListTags)] : [];
}
