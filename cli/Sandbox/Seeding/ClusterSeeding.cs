using Remediator.Cli.Sandbox.State;
using Remediator.Findings;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>A cluster that everybody can reach, unless told otherwise.</summary>
    public KubernetesCluster AddCluster(string name, bool isPublic = true, bool isPrivate = false, string mode = "API", IEnumerable<string>? ranges = null, Tags? tags = null, string? region = null)
    {
        var here = Here(region);
        return here.Clusters[name] = new KubernetesCluster
        {
            Name = name,
            Arn = World.Arn("eks", here.Name, Id, $"cluster/{name}"),
            Endpoint = $"https://{_world.Next("cluster").ToString("X32", System.Globalization.CultureInfo.InvariantCulture)}.gr7.{here.Name}.eks.amazonaws.com",
            PublicAccess = isPublic,
            PrivateAccess = isPrivate,
            PublicRanges = new SortedSet<string>(ranges ?? (isPublic ? ["0.0.0.0/0"] : []), StringComparer.Ordinal),
            AuthenticationMode = mode,
            Tags = tags ?? [],
        };
    }

    /// <param name="policies">Names of EKS access policies, for the whole cluster.</param>
    public ClusterEntry AddAccessEntry(string cluster, string principal, IEnumerable<string>? policies = null, IEnumerable<string>? groups = null, string type = "STANDARD", Tags? tags = null, string? region = null)
    {
        var entry = new ClusterEntry
        {
            Principal = principal,
            Type = type,
            User = DefaultClusterUser(principal),
            Groups = new SortedSet<string>(groups ?? [], StringComparer.Ordinal),
            Tags = tags ?? [],
        };
        foreach (var policy in policies ?? [])
        {
            entry.Policies[$"arn:aws:eks::aws:cluster-access-policy/{policy}"] = new SortedSet<string>(StringComparer.Ordinal);
        }

        return Here(region).Clusters[cluster].AccessEntries[principal] = entry;
    }

    internal static string DefaultClusterUser(string principal)
    {
        var arn = Arn.TryParse(principal)!.Value;
        return arn.Resource.StartsWith("role/", StringComparison.Ordinal) ? $"arn:aws:sts::{arn.Account}:assumed-role/{arn.Name}/{{{{SessionName}}}}" : principal;
    }
}
