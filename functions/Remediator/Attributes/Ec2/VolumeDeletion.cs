using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a volume is deleted with the instance that it is attached to; target <c>instance-id/volume-id/device</c>; absent when it is not attached there.</summary>
public sealed class VolumeDeletion : ResourceAttribute
{
    public override string Label => "deletion with the instance";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeInstances")];

    public override IReadOnlyList<Permission> WritePermissions =>
        [new("ec2:ModifyInstanceAttribute", Ec2Arns.Instance), new("ec2:ModifyInstanceAttribute", Ec2Arns.Volume)];

    public static Target Of(string instance, string volume, string device) => new("AWS::EC2::Volume", $"{instance}/{volume}/{device}");

    /// <summary>The setting is the instance's: nobody else may write its mappings meanwhile.</summary>
    public override ResourceIdentity LeaseOf(string account, string region, Target target) =>
        ResourceIdentity.Of(account, region, ResourceKinds.Instance, Parse(target).Instance);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (id, volume, device) = Parse(target);
        try
        {
            var response = await aws.Client<IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [id] }, cancel).ConfigureAwait(false);
            var found = (response.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault(i => i.InstanceId == id);
            return (found?.BlockDeviceMappings ?? []).Find(m => m.DeviceName == device && m.Ebs?.VolumeId == volume) is { } mapping
                ? AttributeValue.Of(mapping.Ebs.DeleteOnTermination is true)
                : AttributeValue.Absent;
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.InstanceNotFound))
        {
            return AttributeValue.Absent;
        }
    }

    /// <summary>Whoever detached the volume took the setting with it.</summary>
    public override bool IsGone(AttributeValue live) => live.IsAbsent;

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (id, volume, device) = Parse(request.Target);
        var ebs = new EbsInstanceBlockDeviceSpecification { VolumeId = volume, DeleteOnTermination = request.Wanted == AttributeValue.Of(true) };
        return aws.Client<IAmazonEC2>().ModifyInstanceAttributeAsync(
            new ModifyInstanceAttributeRequest
            {
                InstanceId = id,
                BlockDeviceMappings = [new InstanceBlockDeviceMappingSpecification { DeviceName = device, Ebs = ebs }],
            },
            cancel);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "not attached" : value == AttributeValue.Of(true) ? "yes" : "no";

    private static (string Instance, string Volume, string Device) Parse(Target target) =>
        target.Id.Split('/', 3) is [var instance, var volume, var device]
            ? (instance, volume, device)
            : throw new FormatException($"'{target.Id}' is not of the form instance-id/volume-id/device.");
}
