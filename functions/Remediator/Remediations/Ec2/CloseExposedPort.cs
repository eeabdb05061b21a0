using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Ports;

namespace Remediator.Remediations;

/// <summary>Closes ports that security groups open to everybody, and leaves what else their rules allow.</summary>
public sealed class CloseExposedPort : Remediation<CloseExposedPortOptions, ExposedGroups>
{
    private const int LastPort = 65535;

    private static readonly string[] Everybody = ["0.0.0.0/0", "::/0"];

    public override string Name => "close-exposed-port";

    public override string Summary => "Closes ports that a security group, or those of an EC2 instance, open to everybody; other ports of the same rules stay open.";

    public override string Undo => "the rules before, with descriptions and tags and under new ids";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.SecurityGroup, ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(IngressRules)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances")];

    public override JsonTypeInfo OptionsInfo => CloseExposedPortJsonContext.Default.CloseExposedPortOptions;

    public override StepPlan Plan(PlanContext context, CloseExposedPortOptions options, ExposedGroups observed)
    {
        if (Fault(options) is { } fault)
        {
            return new StepPlan.NotApplicable(fault);
        }

        if (observed.Missing is { } missing)
        {
            return new StepPlan.NotApplicable(missing);
        }

        var ports = options.Probed ? context.Finding.Actor?.Ports ?? [] : options.Ports;
        if (ports.IsEmpty)
        {
            return new StepPlan.NotApplicable("the finding names no port that was probed or attacked (option probed)");
        }

        options = options with { Ports = [.. ports.Except(options.Keep)] };
        if (options.Ports.IsEmpty)
        {
            return new StepPlan.NotApplicable($"the playbook keeps port {string.Join(", ", ports)} open (option keep)");
        }

        var cut = new PortCut(options);
        return new StepPlan.Planned(
            observed.Groups.SelectMany(g => Everybody.Select(c => Close(g, c, cut)).Concat(options.Allow.Select(c => Open(g, c, cut, options)))),
            Survivors(observed));
    }

    protected override async Task<ExposedGroups> ReadAsync(ObserveContext context, CloseExposedPortOptions options, CancellationToken cancel)
    {
        var id = context.Resource.Id;
        var isInstance = context.Resource.Kind == ResourceKinds.Instance;
        var instance = isInstance ? await context.InstanceAsync(cancel).ConfigureAwait(false) : null;
        var tags = InstanceReads.TagsOf(instance);
        if (isInstance && InstanceReads.Gone(context.Plan, InstanceReads.StateOf(instance)) is { } gone)
        {
            return new ExposedGroups(gone, [], tags);
        }

        List<string> ids = isInstance ? [.. (instance!.NetworkInterfaces ?? []).SelectMany(i => i.Groups ?? []).Select(g => g.GroupId).Distinct(StringComparer.Ordinal)] : [id];
        var groups = ids.Count == 0 ? [] : await IngressRuleReads.FindAsync(context.Aws, ids, cancel).ConfigureAwait(false);
        if (groups.Count == 0)
        {
            return new ExposedGroups(isInstance ? $"instance {id} has no security group" : $"there is no security group {id} (any more)", [], tags);
        }

        var read = await Task.WhenAll(groups.OrderBy(g => g.GroupId, StringComparer.Ordinal).Select(g => RulesAsync(context, g, cancel))).ConfigureAwait(false);
        return new ExposedGroups(null, [.. read], isInstance ? tags : read[0].Tags);
    }

    protected override TagReading Tags(ExposedGroups observed) => new TagReading.Known(observed.Tags);

    protected override IEnumerable<TouchedResource> Touched(ExposedGroups observed) => observed.Groups.Select(g => new TouchedResource(ResourceKinds.SecurityGroup, g.Id, g.Tags));

    private static string? Fault(CloseExposedPortOptions options) =>
        options.Ports.IsEmpty && !options.Probed ? "the playbook names no ports to close (option ports)"
        : options.Ports.Any(p => p is < 0 or > LastPort) ? "the playbook names a port that is none (option ports)"
        : options.Allow.FirstOrDefault(c => !IPNetwork.TryParse(c, out _)) is { } odd ? $"'{odd}' is not a range of addresses (option allow)"
        : options.Allow.FirstOrDefault(c => c.EndsWith("/0", StringComparison.Ordinal)) is { } all ? $"{all} is everybody (option allow)"
        : null;

    private Change Close(GroupRules group, string cidr, PortCut cut) => new()
    {
        Step = Name,
        Attribute = nameof(IngressRules),
        Target = IngressRules.Of(group.Id, cidr),
        Before = IngressRules.Value(group.Of(cidr)),
        After = IngressRules.Value(Distinct(group.Of(cidr).OrderBy(cut.Opens).SelectMany(r => cut.Rest(r, cidr.Contains(':', StringComparison.Ordinal))))),
        Phase = Phase.Contain,
        Stage = 1,
    };

    /// <summary>Opened before the ports are closed to everybody, so that nobody who may come in is shut out in between.</summary>
    private Change Open(GroupRules group, string cidr, PortCut cut, CloseExposedPortOptions options)
    {
        var live = group.Of(cidr).ToList();
        var wasOpen = Everybody.SelectMany(group.Of).SelectMany(cut.Closed).Distinct().Where(p => !live.Exists(r => cut.Closed(r).Contains(p)));
        var added = wasOpen.Order().Select(p => new IngressRule(options.Protocol, p, p, "Instead of everybody, by Remediator", ImmutableSortedDictionary<string, string>.Empty));
        return new Change
        {
            Step = Name,
            Attribute = nameof(IngressRules),
            Target = IngressRules.Of(group.Id, cidr),
            Before = IngressRules.Value(live),
            After = IngressRules.Value(live.Concat(added)),
            Phase = Phase.Contain,
        };
    }

    /// <summary>Two rules may leave the same rest, and a group takes no rule twice.</summary>
    private static IEnumerable<IngressRule> Distinct(IEnumerable<IngressRule> rules) => rules.DistinctBy(r => (r.Protocol, r.From, r.To));

    private static IEnumerable<string> Survivors(ExposedGroups observed)
    {
        yield return "Connections that are open already stay open: a security group does not end what it once let in.";
        if (observed.Groups.Any(g => g.HasOtherPeers))
        {
            yield return "Rules for prefix lists and other security groups were left alone.";
        }
    }

    private static async Task<GroupRules> RulesAsync(ObserveContext context, SecurityGroup group, CancellationToken cancel)
    {
        var rules = await IngressRuleReads.OfAsync(context.Aws, group.GroupId, cancel).ConfigureAwait(false);
        return new GroupRules(
            group.GroupId,
            [.. rules.Select(r => new PeerRule(r.Cidr, r.Rule))],
            (group.IpPermissions ?? []).Exists(p => p.PrefixListIds is { Count: > 0 } || p.UserIdGroupPairs is { Count: > 0 }),
            (group.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
    }
}
