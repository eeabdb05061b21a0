using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Controls;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Puts the finding's remote address into a prefix list that Network Firewall rule groups refer to.</summary>
/// <remarks>
/// The rule group itself is not written, of which AWS takes only the whole: <see cref="BlockRemoteIpAtRuleGroup"/> does that.
/// https://docs.aws.amazon.com/network-firewall/latest/developerguide/rule-groups-ip-set-references.html
/// </remarks>
public sealed class BlockRemoteIpAtFirewall : AddressBlock<BlockRemoteIpAtFirewallOptions>
{
    public override string Name => "block-remote-ip-at-firewall";

    public override string Summary => "Puts the finding's remote address into a prefix list that your AWS Network Firewall rule groups drop.";

    public override IReadOnlyList<string> Attributes { get; } = [nameof(PrefixListAddress)];

    public override JsonTypeInfo OptionsInfo => BlockRemoteIpAtFirewallJsonContext.Default.BlockRemoteIpAtFirewallOptions;

    protected override string Survivor(BlockRemoteIpAtFirewallOptions options) =>
        $"It holds only where a Network Firewall rule group refers to {options.PrefixList} and drops it, on traffic that is routed through the firewall; flows that are open already may go on.";

    protected override async Task<BlockList> FindAsync(ObserveContext context, BlockRemoteIpAtFirewallOptions options, RemoteAddress address, CancellationToken cancel)
    {
        var named = new DescribeManagedPrefixListsRequest { Filters = [new Filter { Name = "prefix-list-name", Values = [options.PrefixList] }] };
        if ((await PrefixListAddress.FindAsync(context.Aws, named, cancel).ConfigureAwait(false)).FindAll(l => l.OwnerId == context.Aws.Account) is not [var list])
        {
            return new BlockList($"account {context.Aws.Account} has not exactly one prefix list {options.PrefixList} of its own in {context.Aws.Region}");
        }

        var touched = new TouchedResource("AWS::EC2::PrefixList", list.PrefixListId, (list.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
        if (list.AddressFamily == "IPv6" != address.IsV6)
        {
            return new BlockList($"prefix list {options.PrefixList} holds {(address.IsV6 ? "IPv4" : "IPv6")} addresses, and the remote address is none", Touched: touched);
        }

        var target = PrefixListAddress.Of(list.PrefixListId, address);
        var entry = await new PrefixListAddress().ReadAsync(context.Aws, target, cancel).ConfigureAwait(false);
        return new BlockList(null, target, entry, PrefixListAddress.Listed, touched);
    }
}
