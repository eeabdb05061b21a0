using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Attributes.Route53Support;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Puts the domain that an instance asked for, and all below it, into a list that DNS Firewall blocks: security groups do not filter DNS.</summary>
public sealed class BlockDomain : Remediation<BlockDomainOptions, DomainListFacts>
{
    private const string RuleGroupArn = "arn:{partition}:route53resolver:{region}:{account}:firewall-rule-group/*";

    public override string Name => "block-domain";

    public override string Summary => "Puts the finding's domain, and all below it, into a Route 53 Resolver DNS Firewall list that your rule groups block.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(FirewallDomain)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
    [
        new("ec2:DescribeInstances"), new("route53resolver:ListFirewallDomainLists"), new("route53resolver:ListFirewallRuleGroupAssociations"),
        new("route53resolver:ListFirewallRules", RuleGroupArn),
    ];

    public override JsonTypeInfo OptionsInfo => BlockDomainJsonContext.Default.BlockDomainOptions;

    public override StepPlan Plan(PlanContext context, BlockDomainOptions options, DomainListFacts observed)
    {
        if (context.Finding.Actor?.Domain is not { } text)
        {
            return new StepPlan.NotApplicable("the finding names no domain");
        }

        if (RemoteDomain.Parse(text) is not { } domain)
        {
            return new StepPlan.NotApplicable("what the finding names as domain is none, or one that AWS itself needs: it is not blocked");
        }

        if (options.Except.FirstOrDefault(domain.IsIn) is { } excepted)
        {
            return new StepPlan.NotApplicable($"the domain {domain.Name} is in {excepted}, which the playbook excepts");
        }

        if (observed.ListId is not { } list)
        {
            return new StepPlan.NotApplicable($"there is no DNS Firewall domain list {options.List} in {context.Finding.Region} of account {context.Finding.Account}");
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(FirewallDomain),
            Target = FirewallDomain.Of(list, domain),
            Before = observed.Entries,
            After = AttributeValue.OfSet(domain.Entries),
            Phase = Phase.Contain,
            Stage = 2,
        };
        return new StepPlan.Planned([change], Survivors(options, observed));
    }

    protected override async Task<DomainListFacts> ReadAsync(ObserveContext context, BlockDomainOptions options, CancellationToken cancel)
    {
        var listing = FirewallReads.ListIdAsync(context.Aws, options.List, cancel);
        var reading = context.InstanceAsync(cancel);
        await Task.WhenAll(listing, reading).ConfigureAwait(false);
        var tags = InstanceReads.TagsOf(reading.Result);
        if (listing.Result is not { } list || RemoteDomain.Parse(context.Plan.Finding.Actor?.Domain) is not { } domain)
        {
            return new DomainListFacts(listing.Result, AttributeValue.Absent, null, tags);
        }

        var entries = new FirewallDomain().ReadAsync(context.Aws, FirewallDomain.Of(list, domain), cancel);
        var enforced = FirewallReads.IsEnforcedAsync(context.Aws, reading.Result?.VpcId, list, cancel);
        await Task.WhenAll(entries, enforced).ConfigureAwait(false);
        return new DomainListFacts(list, entries.Result, enforced.Result, tags);
    }

    protected override TagReading Tags(DomainListFacts observed) => new TagReading.Known(observed.Tags);

    private static IEnumerable<string> Survivors(BlockDomainOptions options, DomainListFacts observed)
    {
        yield return observed.Enforced switch
        {
            true => "DNS Firewall sees only queries to the VPC resolver: DNS over HTTPS or TLS, and other resolvers, pass it by.",
            false => $"NOT in force: no DNS Firewall rule group of the instance's VPC blocks the list {options.List}. Associate one with the VPC.",
            null => $"Whether a DNS Firewall rule group of the instance's VPC blocks the list {options.List} could not be read.",
        };
        yield return "What the name was resolved to before can still be reached by its address.";
    }
}
