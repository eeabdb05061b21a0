using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class InstanceAttributeOperations
{
    [Checks("instance/{InstanceId}")]
    public static Answer DescribeInstanceAttribute(Call call)
    {
        var instance = InstanceOperations.Find(call);
        var attribute = call.Parameters.Required("Attribute");
        var primary = call.Region.InterfacesOf(instance.Id)[0];
        var value = attribute switch
        {
            "disableApiTermination" => Value(attribute, instance.DisableApiTermination),
            "disableApiStop" => Value(attribute, instance.DisableApiStop),
            "instanceInitiatedShutdownBehavior" => Value(attribute, instance.ShutdownBehavior),
            "instanceType" => Value(attribute, instance.Type),
            "sourceDestCheck" => Value(attribute, primary.SourceDestCheck),
            "groupSet" => Ec2Xml.Groups(call.Region, primary.Groups),
            "blockDeviceMapping" => Ec2Xml.List(attribute, instance.BlockDevices, b => new object[] { new XElement("deviceName", b.DeviceName), InstanceXml.Ebs(instance, b) }),
            _ => throw AwsError.InvalidParameter("attribute", attribute),
        };
        return Answer.Xml(new XElement("instanceId", instance.Id), value);
    }

    [Checks("instance/{InstanceId}")]
    [Checks("security-group/{GroupId}")]
    [Checks("volume/{BlockDeviceMapping.1.Ebs.VolumeId}", With = "BlockDeviceMapping.1.DeviceName")]
    public static Answer ModifyInstanceAttribute(Call call)
    {
        var instance = InstanceOperations.Find(call);
        var parameters = Modern(call.Parameters);
        if (parameters.Has("DisableApiTermination"))
        {
            RefuseOnSpot(instance, "disableApiTermination");
            instance.DisableApiTermination = parameters.Struct("DisableApiTermination").Bool("Value") ?? throw AwsError.MissingParameter("value");
        }
        else if (parameters.Has("DisableApiStop"))
        {
            RefuseOnSpot(instance, "disableApiStop");
            instance.DisableApiStop = parameters.Struct("DisableApiStop").Bool("Value") ?? throw AwsError.MissingParameter("value");
        }
        else if (parameters.Has("InstanceInitiatedShutdownBehavior"))
        {
            RefuseOnSpot(instance, "instanceInitiatedShutdownBehavior");
            var wanted = parameters.Struct("InstanceInitiatedShutdownBehavior").Required("Value");
            instance.ShutdownBehavior = wanted is "stop" or "terminate" ? wanted : throw AwsError.InvalidParameter("instanceInitiatedShutdownBehavior", wanted);
        }
        else if (parameters.Has("BlockDeviceMapping"))
        {
            SetDeleteOnTermination(instance, parameters.Structs("BlockDeviceMapping"));
        }
        else if (parameters.Has("SourceDestCheck"))
        {
            OnlyInterface(call, instance).SourceDestCheck = parameters.Struct("SourceDestCheck").Bool("Value") ?? throw AwsError.MissingParameter("value");
        }
        else if (parameters.Has("GroupId"))
        {
            var target = OnlyInterface(call, instance);
            target.Groups = NetworkInterfaceOperations.ValidGroups(call, target, parameters.List("GroupId"));
        }
        else
        {
            throw new AwsError("InvalidParameterCombination", "No attributes specified.");
        }

        return Ec2Xml.Done;
    }

    [Checks("instance/{InstanceId}")]
    public static Answer ModifyInstanceMetadataOptions(Call call)
    {
        var instance = InstanceOperations.Find(call);
        instance.HttpTokens = call.Parameters["HttpTokens"] switch
        {
            null => instance.HttpTokens,
            "optional" or "required" => call.Parameters["HttpTokens"]!,
            var wrong => throw AwsError.InvalidParameter("HttpTokens", wrong),
        };
        instance.HttpHopLimit = call.Parameters.Int("HttpPutResponseHopLimit") ?? instance.HttpHopLimit;
        return Answer.Xml(
            new XElement("instanceId", instance.Id),
            new XElement(
                "instanceMetadataOptions",
                new XElement("state", "pending"),
                new XElement("httpTokens", instance.HttpTokens),
                new XElement("httpPutResponseHopLimit", instance.HttpHopLimit),
                new XElement("httpEndpoint", "enabled")));
    }

    private static void SetDeleteOnTermination(Instance instance, IReadOnlyList<Parameters> mappings)
    {
        var wanted = mappings.Select(m => (
            Device: instance.BlockDevices.Find(b => b.DeviceName == m.Required("DeviceName"))
                ?? throw new AwsError("InvalidInstanceAttributeValue", $"No device is currently mapped at {m["DeviceName"]}"),
            Value: m.Struct("Ebs").Bool("DeleteOnTermination") ?? true)).ToList();
        foreach (var (device, value) in wanted)
        {
            device.DeleteOnTermination = value;
        }
    }

    private static void RefuseOnSpot(Instance instance, string attribute)
    {
        if (instance.Spot)
        {
            throw new AwsError("UnsupportedOperation", $"Modifying '{attribute}' is not supported for spot instances.");
        }
    }

    private static NetworkInterface OnlyInterface(Call call, Instance instance) => call.Region.InterfacesOf(instance.Id) is [var only]
        ? only
        : throw new AwsError("InvalidInstanceID", $"There are multiple interfaces attached to instance '{instance.Id}'. Please specify an interface ID for the operation instead.");

    private static XElement Value(string name, object value) => new(name, new XElement("value", value));

    /// <summary>The older form, Attribute and Value, in terms of the newer.</summary>
    private static Parameters Modern(Parameters parameters) => parameters["Attribute"] is not { Length: > 0 } name ? parameters
        : new Parameters(new Dictionary<string, string>(StringComparer.Ordinal) { [char.ToUpperInvariant(name[0]) + name[1..] + ".Value"] = parameters.Required("Value") });
}
