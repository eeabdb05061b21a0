using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Scaling;

[Scaling]
internal static class ScalingReadOperations
{
    [Checks("*")]
    public static Answer DescribeAutoScalingInstances(Call call)
    {
        var wanted = call.Parameters.List("InstanceIds");
        var all = call.Region.AutoScalingGroups.Values.SelectMany(g => g.Members.Select(m => (Group: g, Id: m.Key, Member: m.Value)))
            .Where(m => wanted.Count == 0 || wanted.Contains(m.Id)).ToList();
        var (items, next) = call.Page(all, call.Parameters["NextToken"], call.Parameters.Int("MaxRecords"), usual: 50);
        return Answer.Xml(
            new XElement("AutoScalingInstances", items.Select(m => new XElement("member", Member(call, m.Id, m.Member), new XElement("AutoScalingGroupName", m.Group.Name)))),
            next is null ? null : new XElement("NextToken", next));
    }

    [Checks("*")]
    public static Answer DescribeAutoScalingGroups(Call call)
    {
        var wanted = call.Parameters.List("AutoScalingGroupNames");
        var all = call.Region.AutoScalingGroups.Values.Where(g => wanted.Count == 0 || wanted.Contains(g.Name)).ToList();
        var (items, next) = call.Page(all, call.Parameters["NextToken"], call.Parameters.Int("MaxRecords"), usual: 50);
        return Answer.Xml(
            new XElement("AutoScalingGroups", items.Select(g => new XElement(
                "member",
                new XElement("AutoScalingGroupName", g.Name),
                new XElement("AutoScalingGroupARN", g.Arn),
                new XElement("MinSize", g.MinSize),
                new XElement("MaxSize", g.MaxSize),
                new XElement("DesiredCapacity", g.DesiredCapacity),
                new XElement("HealthCheckType", "EC2"),
                new XElement("NewInstancesProtectedFromScaleIn", false),
                new XElement("LoadBalancerNames"),
                new XElement("TargetGroupARNs", g.TargetGroupArns.Select(a => new XElement("member", a))),
                new XElement("SuspendedProcesses", g.SuspendedProcesses.Select(p => new XElement("member", new XElement("ProcessName", p), new XElement("SuspensionReason", "User suspended")))),
                new XElement("Instances", g.Members.Select(m => new XElement("member", Member(call, m.Key, m.Value))))))),
            next is null ? null : new XElement("NextToken", next));
    }

    private static object[] Member(Call call, string id, ScalingMember member) =>
    [
        new XElement("InstanceId", id),
        new XElement("InstanceType", call.Region.Instances[id].Type),
        new XElement("AvailabilityZone", call.Region.Instances[id].AvailabilityZone),
        new XElement("LifecycleState", member.LifecycleState),
        new XElement("HealthStatus", "Healthy"),
        new XElement("ProtectedFromScaleIn", member.ProtectedFromScaleIn),
    ];
}
