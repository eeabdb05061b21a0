using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>What a shutdown from inside makes of an instance: stop, or terminate, whatever its termination protection says.</summary>
public sealed class ShutdownBehavior : ResourceAttribute
{
    public const string Stop = "stop";

    public override string Label => "shutdown behaviour";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeInstanceAttribute", Ec2Arns.Instance)];

    public override IReadOnlyList<Permission> WritePermissions => [new("ec2:ModifyInstanceAttribute", Ec2Arns.Instance)];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var response = await aws.Client<IAmazonEC2>().DescribeInstanceAttributeAsync(
            new DescribeInstanceAttributeRequest { InstanceId = target.Id, Attribute = InstanceAttributeName.InstanceInitiatedShutdownBehavior }, cancel).ConfigureAwait(false);
        return response.InstanceAttribute?.InstanceInitiatedShutdownBehavior is { Length: > 0 } behaviour
            ? AttributeValue.Of(behaviour)
            : throw new RemediationException($"EC2 does not say what a shutdown makes of {target.Id}");
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        aws.Client<IAmazonEC2>().ModifyInstanceAttributeAsync(
            new ModifyInstanceAttributeRequest
            {
                InstanceId = request.Target.Id,
                Attribute = InstanceAttributeName.InstanceInitiatedShutdownBehavior,
                Value = request.Wanted.ToString(),
            },
            cancel);
}
