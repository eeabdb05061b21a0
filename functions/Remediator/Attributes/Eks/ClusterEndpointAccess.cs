using Amazon.EKS;
using Amazon.EKS.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>From where the Kubernetes API of an EKS cluster can be reached; absent when there is no such cluster.</summary>
/// <remarks>
/// The target's id is the cluster's name. EKS takes minutes for a change, and one update at a time: while one runs the value is not known,
/// and another is refused. https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
/// </remarks>
public sealed class ClusterEndpointAccess : ResourceAttribute
{
    public override string Label => "endpoint of the cluster";

    public override IReadOnlyList<Permission> ReadPermissions { get; } =
        [new("eks:DescribeCluster", EksNames.Cluster), new("eks:ListUpdates", EksNames.Cluster), new("eks:DescribeUpdate", EksNames.Cluster)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("eks:UpdateClusterConfig", EksNames.Cluster)];

    public static Target TargetOf(string cluster) => new(ResourceKinds.EksCluster, cluster);

    /// <summary>The cluster; null when there is none.</summary>
    public static async Task<Cluster?> FindAsync(AwsSession aws, string name, CancellationToken cancel)
    {
        try
        {
            return (await aws.Client<IAmazonEKS>().DescribeClusterAsync(new DescribeClusterRequest { Name = name }, cancel).ConfigureAwait(false)).Cluster;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await FindAsync(aws, target.Id, cancel).ConfigureAwait(false) is { } cluster ? EndpointAccess.Of(cluster).ToValue() : AttributeValue.Absent;

    /// <remarks>Whose update it is EKS does not say: what it comes to is what counts.</remarks>
    public override async Task<string?> UnderWayAsync(AwsSession aws, Target target, AttributeValue wanted, CancellationToken cancel)
    {
        var eks = aws.Client<IAmazonEKS>();
        var request = new ListUpdatesRequest { Name = target.Id };
        do
        {
            var page = await eks.ListUpdatesAsync(request, cancel).ConfigureAwait(false);
            foreach (var id in page.UpdateIds ?? [])
            {
                var update = (await eks.DescribeUpdateAsync(new DescribeUpdateRequest { Name = target.Id, UpdateId = id }, cancel).ConfigureAwait(false)).Update;
                if (update.Status == UpdateStatus.InProgress)
                {
                    return EndpointAccess.Of(update)?.ToValue() == wanted ? "EKS is bringing it into force, which takes minutes" : null;
                }
            }

            request.NextToken = page.NextToken;
        }
        while (request.NextToken is { Length: > 0 });
        return null;
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var wanted = EndpointAccess.Parse(request.Wanted);
        var access = new VpcConfigRequest { EndpointPublicAccess = wanted.Public, EndpointPrivateAccess = wanted.Private, PublicAccessCidrs = wanted.Public ? [.. wanted.Ranges] : null };
        try
        {
            await aws.Client<IAmazonEKS>().UpdateClusterConfigAsync(new UpdateClusterConfigRequest { Name = request.Target.Id, ResourcesVpcConfig = access }, cancel).ConfigureAwait(false);
        }
        catch (ResourceInUseException e)
        {
            throw new RemediationException($"EKS is applying another update to {request.Target.Id} and takes none until it is done; the next delivery tries again ({e.Message})");
        }
        catch (InvalidParameterException e) when (e.Message.Contains("already at the desired configuration", StringComparison.Ordinal))
        {
            // Somebody, or an attempt whose answer was lost, has brought it there: reading back decides.
        }
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "no such cluster" : EndpointAccess.Parse(value).ToString();
}
