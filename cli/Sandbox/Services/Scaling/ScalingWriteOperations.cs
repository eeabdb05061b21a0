using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Scaling;

/// <summary>Taking instances out of service and back; each transition ends at once.</summary>
[Scaling]
internal static class ScalingWriteOperations
{
    private static readonly string[] Processes = ["Launch", "Terminate", "AddToLoadBalancer", "AlarmNotification", "AZRebalance", "HealthCheck", "InstanceRefresh", "ReplaceUnhealthy", "ScheduledActions"];

    public static Answer EnterStandby(Call call)
    {
        var (group, ids) = Members(call, "InService");
        Leave(call, group, ids, "place into standby");
        foreach (var id in ids)
        {
            group.Members[id].LifecycleState = "Standby";
        }

        return Activities(call, group, ids, "Moving EC2 instance to Standby");
    }

    public static Answer ExitStandby(Call call)
    {
        var (group, ids) = Members(call, "Standby");
        Grow(group, ids.Count, "move out of standby");
        foreach (var id in ids)
        {
            group.Members[id].LifecycleState = "InService";
            Register(call, group, id);
        }

        return Activities(call, group, ids, "Moving EC2 instance out of Standby");
    }

    public static Answer DetachInstances(Call call)
    {
        var (group, ids) = Members(call, "InService", "Standby");
        Leave(call, group, [.. ids.Where(i => group.Members[i].LifecycleState == "InService")], "detach");
        foreach (var id in ids)
        {
            group.Members.Remove(id);
        }

        return Activities(call, group, ids, "Detaching EC2 instance");
    }

    public static Answer AttachInstances(Call call)
    {
        var group = Find(call);
        var ids = call.Parameters.List("InstanceIds");
        if (ids.FirstOrDefault(i => !call.Region.Instances.ContainsKey(i)) is { } missing)
        {
            throw new AwsError("ValidationError", $"Invalid Instance ID(s): [{missing}]. Please provide a valid EC2 instance id.");
        }

        if (call.Region.AutoScalingGroups.Values.FirstOrDefault(g => ids.Any(g.Members.ContainsKey)) is { } owner)
        {
            throw new AwsError("ValidationError", $"Instance {ids.First(owner.Members.ContainsKey)} is already part of AutoScalingGroup {owner.Name}");
        }

        Grow(group, ids.Count, "attach");
        foreach (var id in ids)
        {
            group.Members[id] = new ScalingMember();
            Register(call, group, id);
        }

        return Answer.Empty;
    }

    public static Answer SetInstanceProtection(Call call)
    {
        var (group, ids) = Members(call, "InService", "Standby");
        var wanted = call.Parameters.Bool("ProtectedFromScaleIn") ?? throw AwsError.MissingParameter("ProtectedFromScaleIn");
        foreach (var id in ids)
        {
            group.Members[id].ProtectedFromScaleIn = wanted;
        }

        return Answer.Empty;
    }

    public static Answer SuspendProcesses(Call call)
    {
        Find(call).SuspendedProcesses.UnionWith(Chosen(call));
        return Answer.Empty;
    }

    public static Answer ResumeProcesses(Call call)
    {
        Find(call).SuspendedProcesses.ExceptWith(Chosen(call));
        return Answer.Empty;
    }

    /// <summary>Takes instances out of service: either fewer are wanted from now on, or replacements start.</summary>
    private static void Leave(Call call, AutoScalingGroup group, IReadOnlyList<string> ids, string what)
    {
        var decrement = call.Parameters.Bool("ShouldDecrementDesiredCapacity") ?? throw AwsError.MissingParameter("ShouldDecrementDesiredCapacity");
        if (decrement && group.DesiredCapacity - ids.Count < group.MinSize)
        {
            throw Sizes(group, ids.Count, what);
        }

        group.DesiredCapacity -= decrement ? ids.Count : 0;
        foreach (var id in ids)
        {
            foreach (var target in group.TargetGroupArns.Select(a => call.Region.TargetGroups[a]))
            {
                TargetRegistry.Deregister(target, target.TargetType == "ip" ? call.Region.InterfacesOf(id)[0].PrivateIp : id, null, call.Now);
            }

            if (!decrement && !group.SuspendedProcesses.Contains("Launch"))
            {
                var model = call.Region.Instances[id];
                call.Account.AddInstance(vpc: model.VpcId, groups: [.. call.Region.InterfacesOf(id)[0].Groups], autoScalingGroup: group.Name, targetGroups: group.TargetGroupArns, region: call.RegionName);
            }
        }
    }

    private static void Grow(AutoScalingGroup group, int count, string what)
    {
        if (group.DesiredCapacity + count > group.MaxSize)
        {
            throw Sizes(group, count, what);
        }

        group.DesiredCapacity += count;
    }

    private static void Register(Call call, AutoScalingGroup group, string id)
    {
        foreach (var target in group.TargetGroupArns.Select(a => call.Region.TargetGroups[a]))
        {
            TargetRegistry.Register(target, new LoadBalancerTarget(target.TargetType == "ip" ? call.Region.InterfacesOf(id)[0].PrivateIp : id, target.Port));
        }
    }

    private static AwsError Sizes(AutoScalingGroup group, int count, string what) => new(
        "ValidationError",
        $"AutoScalingGroup {group.Name} has min-size={group.MinSize}, max-size={group.MaxSize}, and desired-size={group.DesiredCapacity}. To {what} {count} {(count == 1 ? "instance" : "instances")}, please update the AutoScalingGroup sizes appropriately.");

    private static (AutoScalingGroup Group, IReadOnlyList<string> Ids) Members(Call call, params string[] states)
    {
        var group = Find(call);
        var ids = call.Parameters.List("InstanceIds");
        foreach (var id in ids)
        {
            var member = group.Members.GetValueOrDefault(id) ?? throw new AwsError("ValidationError", $"The instance {id} is not part of Auto Scaling group {group.Name}.");
            if (!states.Contains(member.LifecycleState))
            {
                throw new AwsError("ValidationError", $"The instance {id} is not in {string.Join(" or ", states)}.");
            }
        }

        return (group, ids);
    }

    private static AutoScalingGroup Find(Call call)
    {
        var name = call.Parameters.Required("AutoScalingGroupName");
        var group = call.Region.AutoScalingGroups.GetValueOrDefault(name);
        call.Demand(call.Operation.DefaultAction, group?.Arn ?? "*");
        return group ?? throw new AwsError("ValidationError", $"AutoScalingGroup name not found - AutoScalingGroup {name} not found");
    }

    private static IReadOnlyList<string> Chosen(Call call)
    {
        var named = call.Parameters.List("ScalingProcesses");
        return named.FirstOrDefault(p => !Processes.Contains(p)) is { } wrong
            ? throw new AwsError("ValidationError", $"{wrong} is not a valid process type.")
            : named.Count == 0 ? Processes : named;
    }

    private static Answer Activities(Call call, AutoScalingGroup group, IReadOnlyList<string> ids, string what) => Answer.Xml(new XElement("Activities", ids.Select(id => new XElement(
        "member",
        new XElement("ActivityId", call.World.RequestId()),
        new XElement("AutoScalingGroupName", group.Name),
        new XElement("Description", $"{what}: {id}"),
        new XElement("Cause", $"At {call.Now:O} {what}: {id}"),
        new XElement("StartTime", call.Now),
        new XElement("StatusCode", "Successful"),
        new XElement("Progress", 100)))));
}
