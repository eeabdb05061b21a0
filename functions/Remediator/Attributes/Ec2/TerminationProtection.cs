using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether the API refuses to terminate an instance (DisableApiTermination).</summary>
public sealed class TerminationProtection : ResourceAttribute
{
    public override string Label => "termination protection";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeInstanceAttribute", Ec2Arns.Instance)];

    public override IReadOnlyList<Permission> WritePermissions => [new("ec2:ModifyInstanceAttribute", Ec2Arns.Instance)];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var response = await aws.Client<IAmazonEC2>().DescribeInstanceAttributeAsync(
            new DescribeInstanceAttributeRequest { InstanceId = target.Id, Attribute = InstanceAttributeName.DisableApiTermination }, cancel).ConfigureAwait(false);
        return AttributeValue.Of(response.InstanceAttribute?.DisableApiTermination is true);
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        aws.Client<IAmazonEC2>().ModifyInstanceAttributeAsync(
            new ModifyInstanceAttributeRequest { InstanceId = request.Target.Id, DisableApiTermination = request.Wanted == AttributeValue.Of(true) },
            cancel);

    public override string Describe(AttributeValue value) => value == AttributeValue.Of(true) ? "on" : "off";
}
