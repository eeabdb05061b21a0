using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox.Services.Scaling;

/// <summary>Putting targets into a target group and taking them out, as the API and Auto Scaling both do.</summary>
internal static class TargetRegistry
{
    /// <summary>The service's default deregistration delay.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(300);

    public static void Register(TargetGroup group, LoadBalancerTarget target)
    {
        group.Targets.RemoveWhere(t => t.CompareTo(target) == 0);
        group.Targets.Add(target);
        foreach (var again in group.Draining.Keys.Where(t => t.CompareTo(target) == 0).ToList())
        {
            group.Draining.Remove(again);
        }
    }

    /// <param name="port">Null for every port under which the target is registered.</param>
    public static void Deregister(TargetGroup group, string id, int? port, DateTimeOffset now)
    {
        foreach (var target in group.Targets.Where(t => t.Id == id && (port is null || t.Port == port)).ToList())
        {
            group.Targets.Remove(target);
            group.Draining[target] = now + Delay;
        }
    }
}
