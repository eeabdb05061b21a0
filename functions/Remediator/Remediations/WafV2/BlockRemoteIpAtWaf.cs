using System.Text.Json.Serialization.Metadata;
using Amazon.WAFV2;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Puts the finding's remote address into an IP set that web ACLs block, which sees the address behind a load balancer too.</summary>
public sealed class BlockRemoteIpAtWaf : Remediation<BlockRemoteIpAtWafOptions, IpSetFacts>
{
    public override string Name => "block-remote-ip-at-waf";

    public override string Summary => "Puts the finding's remote address into an AWS WAF IP set that your web ACLs block.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(IpSetEntry)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances"), .. OwnAddresses.Permissions];

    public override JsonTypeInfo OptionsInfo => BlockRemoteIpAtWafJsonContext.Default.BlockRemoteIpAtWafOptions;

    public override StepPlan Plan(PlanContext context, BlockRemoteIpAtWafOptions options, IpSetFacts observed)
    {
        if (BlockChoice.Refusal(context, options.Except, observed.Own) is { } refusal)
        {
            return new StepPlan.NotApplicable(refusal);
        }

        var address = BlockChoice.Of(context)!;
        if (!observed.Exists)
        {
            return new StepPlan.NotApplicable($"there is no regional WAF IP set {options.IpSet} in {context.Finding.Region} of account {context.Finding.Account}");
        }

        if (observed.IsV6 != address.IsV6)
        {
            return new StepPlan.NotApplicable($"WAF IP set {options.IpSet} holds {(observed.IsV6 ? "IPv6" : "IPv4")} addresses, and the remote address is none");
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(IpSetEntry),
            Target = IpSetEntry.Of(options.IpSet, address),
            Before = observed.Entry,
            After = IpSetEntry.Listed,
            Phase = Phase.Contain,
            Stage = 2,
        };
        return new StepPlan.Planned(
            [change],
            "It takes AWS WAF up to some minutes to be in force, holds only where a web ACL blocks the IP set, and the attacker can come from another address.");
    }

    protected override async Task<IpSetFacts> ReadAsync(ObserveContext context, BlockRemoteIpAtWafOptions options, CancellationToken cancel)
    {
        var reading = context.InstanceAsync(cancel);
        var own = OwnAddresses.OfAsync(context, cancel);
        var address = BlockChoice.Of(context.Plan);
        var finding = address is null ? null : await IpSetEntry.FindAsync(context.Aws, options.IpSet, cancel).ConfigureAwait(false);
        await Task.WhenAll(reading, own).ConfigureAwait(false);
        var tags = InstanceReads.TagsOf(reading.Result);
        return finding is { } found
            ? new IpSetFacts(true, found.IPSet.IPAddressVersion == IPAddressVersion.IPV6, IpSetEntry.Value(found.IPSet, address!), tags, own.Result)
            : new IpSetFacts(false, false, AttributeValue.Absent, tags, own.Result);
    }

    protected override TagReading Tags(IpSetFacts observed) => new TagReading.Known(observed.Tags);
}
