using System.Xml.Linq;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class VolumeOperations
{
    [Checks("*")]
    public static Answer DescribeVolumes(Call call)
    {
        var attached = call.Region.Instances.Values.SelectMany(i => i.BlockDevices.Select(b => (Instance: i, Device: b))).ToLookup(a => a.Device.VolumeId, StringComparer.Ordinal);
        var chosen = call.Region.Volumes.Chosen(call, "VolumeId", Missing).Filtered(call, (v, name) => name switch
        {
            "volume-id" => (IEnumerable<string?>)[v.Id],
            "attachment.instance-id" => attached[v.Id].Select(a => a.Instance.Id),
            "attachment.device" => attached[v.Id].Select(a => a.Device.DeviceName),
            "attachment.delete-on-termination" => attached[v.Id].Select(a => a.Device.DeleteOnTermination ? "true" : "false"),
            "encrypted" => [v.Encrypted ? "true" : "false"],
            "status" => [attached[v.Id].Any() ? "in-use" : "available"],
            _ => null,
        });
        return Ec2Xml.Page(call, "volumeSet", chosen, v => new object?[]
        {
            new XElement("volumeId", v.Id),
            new XElement("size", v.SizeGiB),
            new XElement("availabilityZone", v.AvailabilityZone),
            new XElement("status", attached[v.Id].Any() ? "in-use" : "available"),
            new XElement("encrypted", v.Encrypted),
            new XElement("volumeType", "gp3"),
            Ec2Xml.List("attachmentSet", attached[v.Id], a => new object[]
            {
                new XElement("volumeId", v.Id),
                new XElement("instanceId", a.Instance.Id),
                new XElement("device", a.Device.DeviceName),
                new XElement("status", "attached"),
                new XElement("attachTime", a.Instance.LaunchTime),
                new XElement("deleteOnTermination", a.Device.DeleteOnTermination),
            }),
            Ec2Xml.Tags(v.Tags),
        });
    }

    public static AwsError Missing(string id) => new("InvalidVolume.NotFound", $"The volume '{id}' does not exist.");
}
