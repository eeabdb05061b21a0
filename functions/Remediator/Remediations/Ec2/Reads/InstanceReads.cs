using System.Collections.Immutable;
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

    public static ImmutableDictionary<string, string> TagsOf(Instance? instance) =>
        (instance?.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);

    /// <summary>EC2's word for its state; null for no instance.</summary>
    public static string? StateOf(Instance? instance) => instance is null ? null : instance.State?.Name?.Value ?? "unknown";

    /// <summary>Why a step about a live instance does not apply; null where it does.</summary>
    public static string? Gone(PlanContext context, string? state) => state switch
    {
        null => $"there is no instance {context.Resource.Id} in {context.Finding.Region} of account {context.Finding.Account}",
        "shutting-down" or "terminated" => $"instance {context.Resource.Id} is {state}",
        _ => null,
    };

    private static async Task<Instance?> ReadAsync(ObserveContext context, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeInstancesRequest { InstanceIds = [context.Resource.Id] };
            var response = await context.Aws.Client<IAmazonEC2>().DescribeInstancesAsync(request, cancel).ConfigureAwait(false);
            var found = (response.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault(i => i.InstanceId == context.Resource.Id);
            context.Vpcs = [.. (found?.NetworkInterfaces ?? []).Select(n => n.VpcId).OfType<string>()];
            return found;
        }
        catch (AmazonEC2Exception e) when (e.Is(Ec2Errors.InstanceNotFound, Ec2Errors.InstanceMalformed))
        {
            return null;
        }
    }
}
