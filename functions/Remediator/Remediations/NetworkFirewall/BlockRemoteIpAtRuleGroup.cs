using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.NetworkFirewall.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Controls;
using Remediator.Planning;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Puts a rule that drops the finding's remote address into a stateful rule group of Network Firewall.</summary>
public sealed class BlockRemoteIpAtRuleGroup : AddressBlock<BlockRemoteIpAtRuleGroupOptions>
{
    public override string Name => "block-remote-ip-at-rule-group";

    public override string Summary => "Puts a rule that drops the finding's remote address, both ways, into a stateful AWS Network Firewall rule group.";

    public override IReadOnlyList<string> Attributes { get; } = [nameof(FirewallDropRule)];

    public override JsonTypeInfo OptionsInfo => BlockRemoteIpAtRuleGroupJsonContext.Default.BlockRemoteIpAtRuleGroupOptions;

    protected override string Survivor(BlockRemoteIpAtRuleGroupOptions options) =>
        $"It holds only where a firewall policy has {options.RuleGroup} and no rule before it lets the address pass, on traffic that is routed through the firewall; flows that are open already may go on.";

    protected override async Task<BlockList> FindAsync(ObserveContext context, BlockRemoteIpAtRuleGroupOptions options, RemoteAddress address, CancellationToken cancel)
    {
        var name = options.RuleGroup;
        if (await FirewallDropRule.FindAsync(context.Aws, name, cancel).ConfigureAwait(false) is not { } group)
        {
            return new BlockList($"there is no stateful rule group {name} in {context.Aws.Region} of account {context.Aws.Account}");
        }

        var rule = FirewallDropRule.Value(group, address);
        var tags = (group.RuleGroupResponse?.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);
        return new BlockList(Unfit(name, group, rule), FirewallDropRule.Of(name, address), rule, FirewallDropRule.Dropped, new TouchedResource("AWS::NetworkFirewall::RuleGroup", name, tags));
    }

    /// <summary>A rule of Suricata's takes one of the capacity that the group was made with.</summary>
    private static string? Unfit(string name, DescribeRuleGroupResponse group, AttributeValue rule) =>
        group.RuleGroup?.RulesSource?.RulesString is null ? $"rule group {name} has no rules in Suricata's form, and a group has only one form"
        : rule.IsAbsent && group.RuleGroupResponse?.ConsumedCapacity >= group.RuleGroupResponse?.Capacity ? $"rule group {name} is full: its capacity of {group.RuleGroupResponse.Capacity} is used up"
        : null;
}
