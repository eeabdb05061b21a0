using System.Collections.Immutable;
using Amazon.EKS;
using Amazon.EKS.Model;
using Remediator.Attributes;

namespace Remediator.Remediations;

/// <summary>Reads of a cluster that several steps share.</summary>
internal static class ClusterReads
{
    /// <summary>The cluster of the finding, read once, or why nothing can be done about it.</summary>
    public static async Task<FoundCluster> ClusterAsync(this ObserveContext context, CancellationToken cancel)
    {
        var name = EksNames.ClusterOf(context.Plan.Finding, context.Resource);
        var cluster = name is null ? null : await context.OnceAsync($"eks:cluster:{name}", () => ClusterEndpointAccess.FindAsync(context.Aws, name, cancel)).ConfigureAwait(false);
        return new FoundCluster(name ?? "", Unfit(context, name, cluster), cluster ?? new Cluster(), (cluster?.Tags ?? []).ToImmutableDictionary(StringComparer.Ordinal));
    }

    private static string? Unfit(ObserveContext context, string? name, Cluster? cluster) =>
        name is null ? "the finding does not name one cluster by a valid name"
        : cluster is null ? $"there is no cluster {name} in {context.Aws.Region} of account {context.Aws.Account} (any more)"
        : cluster.ConnectorConfig is not null ? $"{name} is connected to EKS and not run by it"
        : cluster.OutpostConfig is not null ? $"{name} runs on an Outpost, and has neither a public endpoint nor access entries"
        : cluster.Status is { } status && (status == ClusterStatus.DELETING || status == ClusterStatus.CREATING || status == ClusterStatus.PENDING) ? $"{name} is {status.Value}"
        : null;
}

/// <param name="Unfit">Why nothing can be done about it; null when something may.</param>
/// <param name="Live">Empty where it is not there.</param>
internal sealed record FoundCluster(string Name, string? Unfit, Cluster Live, ImmutableDictionary<string, string> Tags);
