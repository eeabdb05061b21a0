using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>EC2's word for the state of an instance; absent when there is no such instance. Only running and stopped can be wanted.</summary>
/// <remarks>An instance that was stopped comes back without its memory and its instance store, and mostly with another public address.</remarks>
public sealed class InstanceRunState : ResourceAttribute
{
    public const string Running = "running";
    public const string Stopped = "stopped";

    private const string Pending = "pending";
    private const string Stopping = "stopping";

    public override string Label => "instance state";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeInstances")];

    public override IReadOnlyList<Permission> WritePermissions => [new("ec2:StopInstances", Ec2Arns.Instance), new("ec2:StartInstances", Ec2Arns.Instance)];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [target.Id] }, cancel).ConfigureAwait(false);
            var found = (response.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault(i => i.InstanceId == target.Id);
            return found?.State?.Name?.Value is { } state ? AttributeValue.Of(state) : AttributeValue.Absent;
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.InstanceNotFound))
        {
            return AttributeValue.Absent;
        }
    }

    public override bool IsGone(AttributeValue live) => live.IsAbsent || live.ToString() is "shutting-down" or "terminated";

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        request.Wanted.ToString() switch
        {
            Stopped => aws.Client<IAmazonEC2>().StopInstancesAsync(new StopInstancesRequest { InstanceIds = [request.Target.Id] }, cancel),
            Running => aws.Client<IAmazonEC2>().StartInstancesAsync(new StartInstancesRequest { InstanceIds = [request.Target.Id] }, cancel),
            var other => throw new InvalidOperationException($"An instance can't be put into the state '{other}'."),
        };

    /// <remarks>Both ways take up to minutes; EC2 ends a stop by force when the system does not shut down.</remarks>
    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted
        || (wanted == AttributeValue.Of(Stopped) && live == AttributeValue.Of(Stopping))
        || (wanted == AttributeValue.Of(Running) && live == AttributeValue.Of(Pending));
}
