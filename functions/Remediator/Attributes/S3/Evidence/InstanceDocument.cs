using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Execution;

namespace Remediator.Attributes.Evidence;

/// <summary>An instance and its interfaces as they are when it is made.</summary>
internal sealed class InstanceDocument(AwsSession aws, CancellationToken cancel)
{
    public async Task<JsonObject> MakeAsync(string id)
    {
        var response = await aws.Client<IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [id] }, cancel).ConfigureAwait(false);
        var found = (response.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault(i => i.InstanceId == id)
            ?? throw new RemediationException($"there is no instance {id} any more");
        return new JsonObject
        {
            ["instanceId"] = found.InstanceId,
            ["imageId"] = found.ImageId,
            ["instanceType"] = found.InstanceType?.Value,
            ["platform"] = found.Platform?.Value,
            ["state"] = found.State?.Name?.Value,
            ["stateReason"] = found.StateReason?.Message,
            ["launchTime"] = found.LaunchTime?.ToString("O", CultureInfo.InvariantCulture),
            ["keyName"] = found.KeyName,
            ["vpcId"] = found.VpcId,
            ["subnetId"] = found.SubnetId,
            ["availabilityZone"] = found.Placement?.AvailabilityZone,
            ["instanceProfile"] = found.IamInstanceProfile?.Arn,
            ["metadataOptions"] = new JsonObject { ["httpTokens"] = found.MetadataOptions?.HttpTokens?.Value, ["hopLimit"] = found.MetadataOptions?.HttpPutResponseHopLimit },
            ["interfaces"] = List(found.NetworkInterfaces, Interface),
            ["volumes"] = List(found.BlockDeviceMappings, Volume),
            ["tags"] = List(found.Tags, t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value }),
        };
    }

    private static JsonObject Interface(InstanceNetworkInterface found) => new()
    {
        ["networkInterfaceId"] = found.NetworkInterfaceId,
        ["subnetId"] = found.SubnetId,
        ["macAddress"] = found.MacAddress,
        ["privateIpAddresses"] = List(found.PrivateIpAddresses, a => new JsonObject { ["private"] = a.PrivateIpAddress, ["public"] = a.Association?.PublicIp }),
        ["ipv6Addresses"] = List(found.Ipv6Addresses, a => JsonValue.Create(a.Ipv6Address)),
        ["groups"] = List(found.Groups, g => new JsonObject { ["id"] = g.GroupId, ["name"] = g.GroupName }),
    };

    private static JsonObject Volume(InstanceBlockDeviceMapping found) => new()
    {
        ["device"] = found.DeviceName,
        ["volumeId"] = found.Ebs?.VolumeId,
        ["attachTime"] = found.Ebs?.AttachTime?.ToString("O", CultureInfo.InvariantCulture),
        ["deleteOnTermination"] = found.Ebs?.DeleteOnTermination,
    };

    private static JsonArray List<T>(IEnumerable<T>? items, Func<T, JsonNode?> write) => new([.. (items ?? []).Select(write)]);
}
