using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.NetworkFirewall.Model;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Puts a rule that drops the finding's remote address into a stateful rule group of Network Firewall.</summary>
public sealed class BlockRemoteIpAtRuleGroup : Remediation<BlockRemoteIpAtRuleGroupOptions, RuleGroupFacts>
{
    public override string Name => "block-remote-ip-at-rule-group";

    public override string Summary => "Puts a rule that drops the finding's remote address, both ways, into a stateful AWS Network Firewall rule group.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(FirewallDropRule)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances"), .. OwnAddresses.Permissions];

    public override JsonTypeInfo OptionsInfo => BlockRemoteIpAtRuleGroupJsonContext.Default.BlockRemoteIpAtRuleGroupOptions;

    public override StepPlan Plan(PlanContext context, BlockRemoteIpAtRuleGroupOptions options, RuleGroupFacts observed)
    {
        if ((BlockChoice.Refusal(context, options.Except, observed.Own) ?? observed.Unfit) is { } refusal)
        {
            return new StepPlan.NotApplicable(refusal);
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(FirewallDropRule),
            Target = FirewallDropRule.Of(options.RuleGroup, BlockChoice.Of(context)!),
            Before = observed.Rule,
            After = FirewallDropRule.Dropped,
            Phase = Phase.Contain,
            Stage = 2,
        };
        return new StepPlan.Planned(
            [change],
            $"It holds only where a firewall policy has {options.RuleGroup} and no rule before it lets the address pass, on traffic that is routed through the firewall; flows that are open already may go on.");
    }

    protected override async Task<RuleGroupFacts> ReadAsync(ObserveContext context, BlockRemoteIpAtRuleGroupOptions options, CancellationToken cancel)
    {
        var finding = FirewallDropRule.FindAsync(context.Aws, options.RuleGroup, cancel);
        var reading = context.InstanceAsync(cancel);
        var own = OwnAddresses.OfAsync(context, cancel);
        await Task.WhenAll(finding, reading, own).ConfigureAwait(false);
        var (group, address) = (finding.Result, BlockChoice.Of(context.Plan));
        var rule = group is null || address is null ? AttributeValue.Absent : FirewallDropRule.Value(group, address);
        var tags = (group?.RuleGroupResponse?.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);
        return new RuleGroupFacts(options.RuleGroup, Unfit(context.Plan, options.RuleGroup, group, rule), rule, tags, InstanceReads.TagsOf(reading.Result), own.Result);
    }

    protected override TagReading Tags(RuleGroupFacts observed) => new TagReading.Known(observed.Tags);

    protected override IEnumerable<TouchedResource> Touched(RuleGroupFacts observed) =>
        observed.GroupTags.IsEmpty ? [] : [new TouchedResource("AWS::NetworkFirewall::RuleGroup", observed.Name, observed.GroupTags)];

    /// <summary>A rule of Suricata's takes one of the capacity that the group was made with.</summary>
    private static string? Unfit(PlanContext context, string name, DescribeRuleGroupResponse? group, AttributeValue rule) =>
        group is null ? $"there is no stateful rule group {name} in {context.Finding.Region} of account {context.Finding.Account}"
        : group.RuleGroup?.RulesSource?.RulesString is null ? $"rule group {name} has no rules in Suricata's form, and a group has only one form"
        : rule.IsAbsent && group.RuleGroupResponse?.ConsumedCapacity >= group.RuleGroupResponse?.Capacity ? $"rule group {name} is full: its capacity of {group.RuleGroupResponse.Capacity} is used up"
        : null;
}
