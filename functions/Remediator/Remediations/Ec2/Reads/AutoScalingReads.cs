using Amazon.AutoScaling;
using Amazon.AutoScaling.Model;
using Remediator.Remediations.Isolation;

namespace Remediator.Remediations;

/// <summary>The read of an instance's Auto Scaling group.</summary>
internal static class AutoScalingReads
{
    /// <summary>The group that holds the instance of this execution; null for none.</summary>
    public static async Task<AutoScalingFacts?> AutoScalingAsync(this ObserveContext context, CancellationToken cancel)
    {
        var id = context.Resource.Id;
        var response = await context.Aws.Client<IAmazonAutoScaling>().DescribeAutoScalingInstancesAsync(
            new DescribeAutoScalingInstancesRequest { InstanceIds = [id] }, cancel).ConfigureAwait(false);
        return (response.AutoScalingInstances ?? []).Find(i => i.InstanceId == id) is { } found
            ? new AutoScalingFacts(found.AutoScalingGroupName, found.LifecycleState)
            : null;
    }
}
