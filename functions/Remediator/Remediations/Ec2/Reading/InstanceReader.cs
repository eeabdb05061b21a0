using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;

namespace Remediator.Remediations.Ec2Reading;

/// <summary>The instance of an execution, read once for all steps that look at it.</summary>
public static class InstanceReader
{
    /// <returns>Null when there is no such instance.</returns>
    public static Task<Instance?> ReadAsync(ObserveContext context, CancellationToken cancel) =>
        context.OnceAsync($"ec2:DescribeInstances:{context.Resource.Id}", () => FindAsync(context, cancel));

    private static async Task<Instance?> FindAsync(ObserveContext context, CancellationToken cancel)
    {
        try
        {
            var response = await context.Aws.Client<IAmazonEC2>().DescribeInstancesAsync(
                new DescribeInstancesRequest { InstanceIds = [context.Resource.Id] }, cancel).ConfigureAwait(false);
            return (response.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault();
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.InstanceNotFound, Ec2Errors.InstanceMalformed))
        {
            return null;
        }
    }
}
