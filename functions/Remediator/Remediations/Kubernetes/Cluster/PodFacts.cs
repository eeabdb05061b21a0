using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Execution.Kubernetes;
using Remediator.Findings;

namespace Remediator.Remediations;

/// <summary>The pod that a finding names, as its cluster knows it.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
public sealed record PodFacts(string? Unfit, string Cluster, string Space, string Name, JsonObject? Pod)
{
    /// <summary>What the gate goes by: labels of a pod or node are set by whoever runs it, and would let an attacker out.</summary>
    public ImmutableDictionary<string, string> ClusterTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string Uid => KubernetesNames.Uid(Pod ?? []) ?? "";

    /// <summary>The node that it runs on; null while it waits for one.</summary>
    public string? Node => KubernetesNames.Text(Pod?["spec"]?["nodeName"]);

    public ImmutableDictionary<string, string> Labels => KubernetesNames.Labels(Pod);

    public bool SharesTheNetworkOfItsNode => Pod?["spec"]?["hostNetwork"] is JsonValue v && v.TryGetValue(out bool host) && host;

    /// <summary>Kind and name of what keeps it running; null for nothing.</summary>
    public string? Controller =>
        (Pod?["metadata"]?["ownerReferences"] as JsonArray ?? []).FirstOrDefault(o => o?["controller"] is JsonValue v && v.TryGetValue(out bool is_) && is_) is { } owner
            ? $"{KubernetesNames.Text(owner["kind"])} {KubernetesNames.Text(owner["name"])}"
            : null;

    internal static Task<PodFacts> ReadAsync(ObserveContext context, CancellationToken cancel) => context.OnceAsync($"kubernetes:pod:{context.Resource.Id}", () => FindAsync(context, cancel));

    private static async Task<PodFacts> FindAsync(ObserveContext context, CancellationToken cancel)
    {
        if (EksNames.ClusterOf(context.Plan.Finding, context.Resource) is null)
        {
            return None("the finding does not name one cluster in which the workload runs");
        }

        if (context.Resource.Id.Split('/') is not [var space, var type, var pod] || !KubernetesNames.IsName(space) || !KubernetesNames.IsName(pod))
        {
            return None("the finding does not name the workload by its namespace, type and name");
        }

        if (!type.Equals("pods", StringComparison.OrdinalIgnoreCase) && !type.Equals("pod", StringComparison.OrdinalIgnoreCase))
        {
            return None($"the finding names {type} {pod} and no pod: which of its pods it is about is not known");
        }

        var (name, unfit, cluster, tags) = await context.ClusterAsync(cancel).ConfigureAwait(false);
        if (unfit is not null)
        {
            return None(unfit);
        }

        var read = await KubernetesApi.Of(context.Aws, cluster).FindAsync(KubernetesNames.PodPath(space, pod), cancel).ConfigureAwait(false);
        return read is null ? None($"there is no pod {pod} in {space} of {name} (any more)")
            : KubernetesNames.Uid(read) is null ? None($"the pod {pod} in {space} of {name} has no id")
            : new PodFacts(null, name, space, pod, read) { ClusterTags = tags };
    }

    private static PodFacts None(string reason) => new(reason, "", "", "", null);
}
