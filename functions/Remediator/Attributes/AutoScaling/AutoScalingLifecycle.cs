using Amazon.AutoScaling;
using Amazon.AutoScaling.Model;
using Amazon.Runtime;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The state of an instance in its Auto Scaling group; target <c>instance-id/group-name</c>; absent when in none.</summary>
/// <remarks>
/// In standby the group neither checks the instance's health nor terminates it. The desired capacity shrinks by one with it, so
/// that leaving standby, which adds one, restores it. A group at its minimum size refuses that; it then launches a replacement,
/// and leaving standby makes the desired capacity one higher than before.
/// </remarks>
public sealed class AutoScalingLifecycle : ResourceAttribute
{
    public const string InService = "InService";
    public const string Standby = "Standby";

    private const string EnteringStandby = "EnteringStandby";
    private const string ValidationError = "ValidationError";
    private const string GroupArn = "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{autoScalingGroup}";

    public override string Label => "Auto Scaling state";

    public override IReadOnlyList<Permission> ReadPermissions => [new("autoscaling:DescribeAutoScalingInstances")];

    public override IReadOnlyList<Permission> WritePermissions =>
        [new("autoscaling:EnterStandby", GroupArn), new("autoscaling:ExitStandby", GroupArn)];

    /// <summary>A state on its way to standby, or in it.</summary>
    public static bool IsStandby(string state) => state is Standby or EnteringStandby;

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (instance, group) = Parse(target);
        var response = await aws.Client<IAmazonAutoScaling>().DescribeAutoScalingInstancesAsync(
            new DescribeAutoScalingInstancesRequest { InstanceIds = [instance] }, cancel).ConfigureAwait(false);
        return (response.AutoScalingInstances ?? []).Find(i => i.InstanceId == instance && i.AutoScalingGroupName == group) is { } found
            ? AttributeValue.Of(found.LifecycleState)
            : AttributeValue.Absent;
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (Matches(request.Current, request.Wanted))
        {
            return Task.CompletedTask;
        }

        var (instance, group) = Parse(request.Target);
        var autoScaling = aws.Client<IAmazonAutoScaling>();
        return request.Wanted.ToString() switch
        {
            Standby => EnterStandbyAsync(autoScaling, instance, group, cancel),
            InService => autoScaling.ExitStandbyAsync(new ExitStandbyRequest { AutoScalingGroupName = group, InstanceIds = [instance] }, cancel),
            var other => throw new InvalidOperationException($"An instance can't be put into the Auto Scaling state '{other}'."),
        };
    }

    /// <remarks>Both ways take a while: an instance that leaves standby passes through the Pending states.</remarks>
    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted
        || (wanted == AttributeValue.Of(Standby) && IsStandby(live.ToString()))
        || (wanted == AttributeValue.Of(InService) && live.ToString().StartsWith("Pending", StringComparison.Ordinal));

    private static async Task EnterStandbyAsync(IAmazonAutoScaling autoScaling, string instance, string group, CancellationToken cancel)
    {
        var request = new EnterStandbyRequest { AutoScalingGroupName = group, InstanceIds = [instance], ShouldDecrementDesiredCapacity = true };
        try
        {
            await autoScaling.EnterStandbyAsync(request, cancel).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.ErrorCode == ValidationError)
        {
            request.ShouldDecrementDesiredCapacity = false;
            await autoScaling.EnterStandbyAsync(request, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Group names may hold slashes; instance ids don't.</summary>
    private static (string Instance, string Group) Parse(Target target) =>
        target.Id.Split('/', 2) is [var instance, var group]
            ? (instance, group)
            : throw new FormatException($"'{target.Id}' is not of the form instance-id/group-name.");
}
