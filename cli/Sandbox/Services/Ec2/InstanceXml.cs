using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>An instance as DescribeInstances shows it.</summary>
internal static class InstanceXml
{
    public static IEnumerable<object?> Write(Call call, Instance instance)
    {
        var region = call.Region;
        var interfaces = region.InterfacesOf(instance.Id);
        var primary = interfaces.Count > 0 ? interfaces[0] : null;
        var profile = region.ProfileAssociations.Values.FirstOrDefault(a => a.InstanceId == instance.Id);
        yield return new XElement("instanceId", instance.Id);
        yield return new XElement("imageId", instance.ImageId);
        yield return InstanceOperations.State("instanceState", instance.Status);
        yield return new XElement("instanceType", instance.Type);
        yield return new XElement("launchTime", instance.LaunchTime);
        yield return new XElement("placement", new XElement("availabilityZone", instance.AvailabilityZone), new XElement("tenancy", "default"));
        yield return new XElement("monitoring", new XElement("state", "disabled"));
        yield return new XElement("subnetId", instance.SubnetId);
        yield return new XElement("vpcId", instance.VpcId);
        yield return Ec2Xml.Optional("privateIpAddress", primary?.PrivateIp);
        yield return Ec2Xml.Optional("ipAddress", primary is null ? null : InterfaceXml.PublicIp(region, primary));
        yield return primary is null ? null : Ec2Xml.Groups(region, primary.Groups);
        yield return new XElement("architecture", "x86_64");
        yield return new XElement("rootDeviceType", "ebs");
        yield return Ec2Xml.Optional("rootDeviceName", instance.BlockDevices.Count > 0 ? instance.BlockDevices[0].DeviceName : null);
        yield return Ec2Xml.List("blockDeviceMapping", instance.BlockDevices, b => new object[] { new XElement("deviceName", b.DeviceName), Ebs(instance, b) });
        yield return instance.Spot ? new XElement("instanceLifecycle", "spot") : null;
        yield return profile is null ? null : new XElement("iamInstanceProfile", new XElement("arn", profile.ProfileArn), new XElement("id", profile.ProfileId));
        yield return Ec2Xml.Tags(instance.Tags);
        yield return Ec2Xml.List("networkInterfaceSet", interfaces, n => InterfaceXml.Write(call, n, tagSet: null));
        yield return new XElement("sourceDestCheck", primary?.SourceDestCheck ?? true);
        yield return new XElement(
            "metadataOptions",
            new XElement("state", "applied"),
            new XElement("httpTokens", instance.HttpTokens),
            new XElement("httpPutResponseHopLimit", instance.HttpHopLimit),
            new XElement("httpEndpoint", "enabled"));
    }

    public static XElement Ebs(Instance instance, BlockDevice device) => new(
        "ebs",
        new XElement("volumeId", device.VolumeId),
        new XElement("status", "attached"),
        new XElement("attachTime", instance.LaunchTime),
        new XElement("deleteOnTermination", device.DeleteOnTermination));
}
