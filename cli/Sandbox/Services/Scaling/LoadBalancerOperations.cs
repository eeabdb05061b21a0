using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Scaling;

[Service("elasticloadbalancing", Protocol.Query, Namespace = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/")]
internal static class LoadBalancerOperations
{
    [Checks("*")]
    public static Answer DescribeTargetGroups(Call call)
    {
        var (arns, names, balancer) = (call.Parameters.List("TargetGroupArns"), call.Parameters.List("Names"), call.Parameters["LoadBalancerArn"]);
        var all = call.Region.TargetGroups.Values
            .Where(g => (arns.Count == 0 || arns.Contains(g.Arn)) && (names.Count == 0 || names.Contains(g.Name)) && (balancer is null || g.LoadBalancerArns.Contains(balancer)))
            .ToList();
        if (all.Count < Math.Max(arns.Count, names.Count))
        {
            throw new AwsError("TargetGroupNotFound", "One or more target groups not found");
        }

        var (items, next) = call.Page(all, call.Parameters["Marker"], call.Parameters.Int("PageSize"), usual: 400);
        return Answer.Xml(
            new XElement("TargetGroups", items.Select(g => new XElement(
                "member",
                new XElement("TargetGroupArn", g.Arn),
                new XElement("TargetGroupName", g.Name),
                new XElement("Protocol", g.Protocol),
                new XElement("Port", g.Port),
                new XElement("VpcId", g.VpcId),
                new XElement("TargetType", g.TargetType),
                new XElement("LoadBalancerArns", g.LoadBalancerArns.Select(a => new XElement("member", a)))))),
            next is null ? null : new XElement("NextMarker", next));
    }

    /// <remarks>A target that drains is still listed, and one that was asked for but isn't registered is listed as unused.</remarks>
    [Checks("*")]
    public static Answer DescribeTargetHealth(Call call)
    {
        var group = Find(call);
        var shown = group.Targets.Select(t => new Shown(t, "healthy"))
            .Concat(group.Draining.Where(d => d.Value > call.Now).Select(d => new Shown(d.Key, "draining", "Target.DeregistrationInProgress")))
            .ToList();
        var wanted = Targets(call, group);
        if (wanted.Count > 0)
        {
            shown = [.. wanted.SelectMany(w => shown.Where(s => s.Target.CompareTo(w) == 0).DefaultIfEmpty(new Shown(w, "unused", "Target.NotRegistered")))];
        }

        return Answer.Xml(new XElement("TargetHealthDescriptions", shown.Select(s => new XElement(
            "member",
            new XElement(
                "Target",
                new XElement("Id", s.Target.Id),
                new XElement("Port", s.Target.Port),
                s.Target.AvailabilityZone is { } zone ? new XElement("AvailabilityZone", zone) : null),
            new XElement("HealthCheckPort", s.Target.Port),
            new XElement("TargetHealth", new XElement("State", s.State), s.Reason is null ? null : new XElement("Reason", s.Reason))))));
    }

    [Checks("{TargetGroupArn}")]
    public static Answer RegisterTargets(Call call)
    {
        var group = Find(call);
        var targets = Targets(call, group);
        if (group.TargetType == "instance" && targets.FirstOrDefault(t => call.Region.Instances.GetValueOrDefault(t.Id)?.VpcId != group.VpcId) is { } stray)
        {
            throw new AwsError("InvalidTarget", $"The following targets are not in the target group VPC '{group.VpcId}' or don't exist: '{stray.Id}'");
        }

        foreach (var target in targets)
        {
            // Of an address in the VPC the service knows the zone by itself.
            var zone = call.Region.NetworkInterfaces.Values.FirstOrDefault(n => n.VpcId == group.VpcId && n.PrivateIp == target.Id)?.AvailabilityZone;
            TargetRegistry.Register(group, target with { AvailabilityZone = zone ?? target.AvailabilityZone });
        }

        return Answer.Empty;
    }

    [Checks("{TargetGroupArn}")]
    public static Answer DeregisterTargets(Call call)
    {
        var group = Find(call);
        foreach (var target in call.Parameters.Structs("Targets"))
        {
            TargetRegistry.Deregister(group, target.Required("Id"), target.Int("Port"), call.Now);
        }

        return Answer.Empty;
    }

    private static List<LoadBalancerTarget> Targets(Call call, TargetGroup group) =>
        [.. call.Parameters.Structs("Targets").Select(t => new LoadBalancerTarget(t.Required("Id"), t.Int("Port") ?? group.Port, t["AvailabilityZone"]))];

    private static TargetGroup Find(Call call) =>
        call.Region.TargetGroups.GetValueOrDefault(call.Parameters.Required("TargetGroupArn")) ?? throw new AwsError("TargetGroupNotFound", "One or more target groups not found");

    private sealed record Shown(LoadBalancerTarget Target, string State, string? Reason = null);
}
