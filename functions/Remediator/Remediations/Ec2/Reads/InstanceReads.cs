using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;

namespace Remediator.Remediations;

/// <summary>The read of the instance that several steps of one execution share.</summary>
internal static class InstanceReads
{
    /// <summary>The live instance of this execution; null when it does not exist (any more).</summary>
    public static Task<Instance?> InstanceAsync(this ObserveContext context, CancellationToken cancel) =>
        context.OnceAsync($"ec2:DescribeInstances:{context.Resource.Id}", () => ReadAsync(context, cancel));

    private static async Task<Instance?> ReadAsync(ObserveContext context, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeInstancesRequest { InstanceIds = [context.Resource.Id] };
            var response = await context.Aws.Client<IAmazonEC2>().DescribeInstancesAsync(request, cancel).ConfigureAwait(false);
            return (response.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault(i => i.InstanceId == context.Resource.Id);
        }
        catch (AmazonEC2Exception e) when (e.Is(Ec2Errors.InstanceNotFound, Ec2Errors.InstanceMalformed))
        {
            return null;
        }
    }
}
