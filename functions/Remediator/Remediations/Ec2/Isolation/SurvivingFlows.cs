namespace Remediator.Remediations.Isolation;

/// <summary>Says in plain words what an isolation does not stop.</summary>
/// <remarks>
/// From https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html and
/// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html.
/// </remarks>
internal static class SurvivingFlows
{
    private const string Tracked =
        "stay open until they have been idle for the tracking timeout (by default 5 days, 350 seconds on Nitro v6 instance types)";

    /// <summary>Left out where that step has provably ended them.</summary>
    public const string Credentials = "Role credentials that were copied off the instance keep working until they expire, unless cut-role-sessions ends them.";

    /// <summary>Whether a statement about an interface is that it, or what is behind it, goes on as before.</summary>
    public static bool IsUncontained(string statement) => statement.Contains(NotContained, StringComparison.Ordinal);

    private const string NotContained = "NOT contained";

    public static IEnumerable<string> Of(IsolateInstanceOptions options, InstanceSurroundings seen)
    {
        yield return options.Flows switch
        {
            OpenFlows.Cut =>
                "Connections over public IPv4 addresses end with the addresses. Other connections that are open already (inside the VPC, over IPv6, "
                + $"peering, a NAT gateway, a Network Load Balancer or PrivateLink) {Tracked}; on Nitro instances that timeout becomes one minute.",
            OpenFlows.Keep => $"Connections that are open already {Tracked}; new ones are refused.",
            _ => throw new InvalidOperationException($"unknown option flows: {options.Flows}"),
        };
        yield return "Security groups filter neither DNS queries to the VPC resolver nor the instance metadata service: data can still leave through DNS.";
        if (seen.Instance is { HasProfile: true })
        {
            yield return Credentials;
        }

        foreach (var statement in OfInterfaces(seen).Concat(seen.Unread))
        {
            yield return statement;
        }

        if (seen.Instance is { IsSpot: true })
        {
            yield return "A Spot instance has no termination protection, a shutdown from inside may terminate it, and EC2 may reclaim it: what is in its memory is lost then.";
        }

        if (seen.Instance is { HasInstanceStoreRoot: true })
        {
            yield return "Its root device is an instance store: a shutdown from inside terminates the instance, and what is on that device is lost.";
        }

        if (StandbyChange.Warning(seen.AutoScaling) is { } warning)
        {
            yield return warning;
        }
    }

    public static IEnumerable<string> OfInterfaces(InstanceSurroundings seen) => seen.Interfaces.Select(Of).OfType<string>();

    private static string? Of(InterfaceFacts found) => found switch
    {
        { Manager: { } manager } => $"Interface {found.Id} is {NotContained}: it is managed by {manager}, and only {manager} can change it.",
        { Type: "trunk" } => $"Interface {found.Id} is a trunk: the branch interfaces behind it (pods with security groups of their own) are {NotContained}.",
        { Type: "efa" or "efa-only" } => $"Interface {found.Id} is an Elastic Fabric Adapter: its OS-bypass traffic inside the subnet may go on.",
        _ => null,
    };
}
