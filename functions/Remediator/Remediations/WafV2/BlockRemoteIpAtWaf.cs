using System.Text.Json.Serialization.Metadata;
using Amazon.WAFV2;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Puts the finding's remote address into an IP set that web ACLs block, which sees the address behind a load balancer too.</summary>
public sealed class BlockRemoteIpAtWaf : AddressBlock<BlockRemoteIpAtWafOptions>
{
    public override string Name => "block-remote-ip-at-waf";

    public override string Summary => "Puts the finding's remote address into an AWS WAF IP set that your web ACLs block.";

    public override IReadOnlyList<string> Attributes { get; } = [nameof(IpSetEntry)];

    public override JsonTypeInfo OptionsInfo => BlockRemoteIpAtWafJsonContext.Default.BlockRemoteIpAtWafOptions;

    protected override string Survivor(BlockRemoteIpAtWafOptions options) =>
        "It takes AWS WAF up to some minutes to be in force, holds only where a web ACL blocks the IP set, and the attacker can come from another address.";

    protected override async Task<BlockList> FindAsync(ObserveContext context, BlockRemoteIpAtWafOptions options, RemoteAddress address, CancellationToken cancel) =>
        await IpSetEntry.FindAsync(context.Aws, options.IpSet, cancel).ConfigureAwait(false) is not { IPSet: var set }
            ? new BlockList($"there is no regional WAF IP set {options.IpSet} in {context.Aws.Region} of account {context.Aws.Account}")
        : set.IPAddressVersion == IPAddressVersion.IPV6 != address.IsV6
            ? new BlockList($"WAF IP set {options.IpSet} holds {(address.IsV6 ? "IPv4" : "IPv6")} addresses, and the remote address is none")
        : new BlockList(null, IpSetEntry.Of(options.IpSet, address), IpSetEntry.Value(set, address), IpSetEntry.Listed);
}
