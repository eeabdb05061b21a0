using System.Collections.Immutable;
using Amazon.EKS;
using Amazon.EKS.Model;
using Remediator.Attributes;

namespace Remediator.Remediations;

/// <summary>Reads of a cluster that several steps share.</summary>
internal static class ClusterReads
{
    /// <summary>The cluster; null when there is none.</summary>
    public static Task<Cluster?> ClusterAsync(this ObserveContext context, string name, CancellationToken cancel) =>
        context.OnceAsync($"eks:cluster:{name}", () => ClusterEndpointAccess.FindAsync(context.Aws, name, cancel));

    /// <summary>Why nothing can be done about the cluster; null when something may.</summary>
    public static string? Unfit(ObserveContext context, string? name, Cluster? cluster) =>
        name is null ? "the finding does not name one cluster by a valid name"
        : cluster is null ? $"there is no cluster {name} in {context.Aws.Region} of account {context.Aws.Account} (any more)"
        : cluster.ConnectorConfig is not null ? $"{name} is connected to EKS and not run by it"
        : cluster.OutpostConfig is not null ? $"{name} runs on an Outpost, and has neither a public endpoint nor access entries"
        : cluster.Status is { } status && (status == ClusterStatus.DELETING || status == ClusterStatus.CREATING || status == ClusterStatus.PENDING) ? $"{name} is {status.Value}"
        : null;

    public static ImmutableDictionary<string, string> TagsOf(Cluster? cluster) => (cluster?.Tags ?? []).ToImmutableDictionary(StringComparer.Ordinal);
}
