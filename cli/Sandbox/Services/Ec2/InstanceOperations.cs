using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class InstanceOperations
{
    private static readonly Dictionary<string, int> StateCodes = new()
    {
        ["pending"] = 0,
        ["running"] = 16,
        ["shutting-down"] = 32,
        ["terminated"] = 48,
        ["stopping"] = 64,
        ["stopped"] = 80,
    };

    [Checks("*")]
    public static Answer DescribeInstances(Call call)
    {
        var region = call.Region;
        var chosen = region.Instances.Chosen(call, "InstanceId", Missing).Filtered(call, Values);
        return Ec2Xml.Page(call, "reservationSet", chosen, i => new object?[]
        {
            new XElement("reservationId", "r-" + i.Id[2..]),
            new XElement("ownerId", call.Account.Id),
            new XElement("groupSet"),
            new XElement("instancesSet", new XElement("item", InstanceXml.Write(call, i))),
        });

        IEnumerable<string?>? Values(Instance i, string name) => name switch
        {
            "instance-id" => [i.Id],
            "vpc-id" => [i.VpcId],
            "subnet-id" => [i.SubnetId],
            "instance-state-name" => [i.Status],
            "instance-type" => [i.Type],
            "image-id" => [i.ImageId],
            "instance-lifecycle" => i.Spot ? ["spot"] : [],
            "availability-zone" => [i.AvailabilityZone],
            "instance.group-id" => region.InterfacesOf(i.Id).SelectMany(n => n.Groups),
            "network-interface.network-interface-id" => region.InterfacesOf(i.Id).Select(n => n.Id),
            "private-ip-address" => region.InterfacesOf(i.Id).Take(1).Select(n => n.PrivateIp),
            "iam-instance-profile.arn" => region.ProfileAssociations.Values.Where(a => a.InstanceId == i.Id).Select(a => a.ProfileArn),
            "block-device-mapping.volume-id" => i.BlockDevices.Select(b => b.VolumeId),
            _ => null,
        };
    }

    [Checks("instance/{InstanceId}")]
    public static Answer StopInstances(Call call)
    {
        var chosen = call.Region.Instances.Chosen(call, "InstanceId", Missing).ToList();
        if (chosen.FirstOrDefault(i => i.DisableApiStop) is { } locked)
        {
            throw new AwsError("OperationNotPermitted", $"The instance '{locked.Id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.");
        }

        return Change(chosen, "stopped", "running", "pending", "stopping", "stopped");
    }

    [Checks("instance/{InstanceId}")]
    public static Answer StartInstances(Call call) => Change([.. call.Region.Instances.Chosen(call, "InstanceId", Missing)], "running", "running", "pending", "stopped");

    /// <summary>Brings instances into a state at once; AWS shows the state between for a while.</summary>
    private static Answer Change(List<Instance> chosen, string wanted, params string[] from)
    {
        if (chosen.FirstOrDefault(i => !from.Contains(i.Status)) is { } other)
        {
            throw new AwsError("IncorrectInstanceState", $"The instance '{other.Id}' is not in a state from which it can be {(wanted == "running" ? "started" : "stopped")}.");
        }

        var before = chosen.Select(i => (Instance: i, i.Status)).ToList();
        chosen.ForEach(i => i.Status = wanted);
        return Answer.Xml(Ec2Xml.List("instancesSet", before, b => new object[]
        {
            new XElement("instanceId", b.Instance.Id),
            State("currentState", b.Instance.Status),
            State("previousState", b.Status),
        }));
    }

    public static Instance Find(Call call)
    {
        var id = call.Parameters.Required("InstanceId");
        return call.Region.Instances.GetValueOrDefault(id) ?? throw Missing(id);
    }

    public static AwsError Missing(string id) => id.StartsWith("i-", StringComparison.Ordinal) && id[2..].All(char.IsAsciiHexDigitLower)
        ? new("InvalidInstanceID.NotFound", $"The instance ID '{id}' does not exist")
        : new("InvalidInstanceID.Malformed", $"Invalid id: \"{id}\"");

    public static XElement State(string name, string status) => new(name, new XElement("code", StateCodes[status]), new XElement("name", status));
}
