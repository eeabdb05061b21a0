using Remediator.Attributes.Ec2Support;

namespace Remediator.Remediations.Ports;

/// <summary>What is left of a rule when ports are taken out of it.</summary>
internal sealed class PortCut(CloseExposedPortOptions options)
{
    private const int LastPort = 65535;

    private readonly List<int> _ports = [.. options.Ports.Distinct().Order()];

    /// <summary>Whether the rule opens one of the ports.</summary>
    public bool Opens(IngressRule rule) => Closed(rule).Any();

    /// <summary>Those of the ports that the rule opens.</summary>
    public IEnumerable<int> Closed(IngressRule rule) =>
        rule.Protocol == IngressRule.AllProtocols ? _ports : IsOf(rule, options.Protocol) ? _ports.Where(p => rule.From <= p && p <= rule.To) : [];

    /// <summary>The rules that take the place of one; itself where it opens none of the ports.</summary>
    /// <remarks>Of a rule for all traffic TCP, UDP and ICMP stay; security groups have no rule for all protocols but one port.</remarks>
    public IEnumerable<IngressRule> Rest(IngressRule rule, bool isV6)
    {
        if (!Opens(rule))
        {
            return [rule];
        }

        return options.Ranges switch
        {
            WideRule.Remove => [],
            WideRule.Split when rule.Protocol == IngressRule.AllProtocols => Whole(rule, isV6).SelectMany(r => Rest(r, isV6)),
            WideRule.Split => Pieces(rule),
            _ => throw new InvalidOperationException($"unknown option ranges: {options.Ranges}"),
        };
    }

    private static IEnumerable<IngressRule> Whole(IngressRule rule, bool isV6) =>
    [
        rule with { Protocol = "tcp", From = 0, To = LastPort },
        rule with { Protocol = "udp", From = 0, To = LastPort },
        rule with { Protocol = isV6 ? "icmpv6" : "icmp", From = -1, To = -1 },
    ];

    private IEnumerable<IngressRule> Pieces(IngressRule rule)
    {
        var from = rule.From;
        foreach (var port in Closed(rule).Append(rule.To + 1))
        {
            if (port > from)
            {
                yield return rule with { From = from, To = port - 1 };
            }

            from = port + 1;
        }
    }

    /// <remarks>EC2 takes protocols by name and by number.</remarks>
    private static bool IsOf(IngressRule rule, string protocol) => rule.Protocol == protocol || rule.Protocol == (protocol == "tcp" ? "6" : "17");
}
