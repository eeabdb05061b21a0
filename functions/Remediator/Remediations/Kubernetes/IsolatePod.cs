using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Execution.Kubernetes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Cuts a pod off from the network by a label, and a network policy of its namespace that denies everything to pods with it.</summary>
public sealed class IsolatePod : Remediation<IsolatePodOptions, IsolatePod.Observed>
{
    public override string Name => "isolate-pod";

    public override string Summary => "Cut a pod of an EKS cluster off from the network by a label and a network policy.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.KubernetesWorkload];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(QuarantineNetworkPolicy), nameof(PodLabels)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [];

    public override JsonTypeInfo OptionsInfo => IsolatePodJsonContext.Default.IsolatePodOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, IsolatePodOptions options, CancellationToken cancel)
    {
        var pod = await PodFacts.ReadAsync(context, cancel).ConfigureAwait(false);
        var policies = pod.Unfit is null ? await KubernetesApi.Of(context.Aws, pod.Cluster).ListAsync(KubernetesNames.PolicyPath(pod.Space), cancel).ConfigureAwait(false) : [];
        return new Observed(pod, [.. policies]);
    }

    protected override TagReading Tags(Observed observed) => new TagReading.Known(observed.Pod.ClusterTags);

    public override StepPlan Plan(PlanContext context, IsolatePodOptions options, Observed observed)
    {
        var pod = observed.Pod;
        if (pod.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var policy = QuarantineNetworkPolicy.Of(observed.Policies.FirstOrDefault(p => NameOf(p) == QuarantineNetworkPolicy.PolicyName));
        if (!policy.IsAbsent && policy != QuarantineNetworkPolicy.DenyAll)
        {
            return new StepPlan.NotApplicable($"{pod.Space} has a network policy {QuarantineNetworkPolicy.PolicyName} that says something else");
        }

        if (pod.SharesTheNetworkOfItsNode)
        {
            return new StepPlan.NotApplicable($"the pod {pod.Name} shares the network of its node, for which network policies do not hold: isolate the instance instead");
        }

        var labels = (options.Detach ? ImmutableDictionary<string, string>.Empty : pod.Labels).SetItem(PodLabels.Quarantine, "true");
        Change[] changes =
        [
            new()
            {
                Step = Name,
                Attribute = nameof(QuarantineNetworkPolicy),
                Target = QuarantineNetworkPolicy.TargetOf(pod.Cluster, pod.Space),
                Before = policy,
                After = QuarantineNetworkPolicy.DenyAll,
                Phase = Phase.Contain,
            },
            new()
            {
                Step = Name,
                Attribute = nameof(PodLabels),
                Target = PodLabels.TargetOf(pod.Cluster, pod.Space, pod.Name, pod.Uid),
                Before = PodLabels.Of(pod.Pod, pod.Uid),
                After = AttributeValue.Of(new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)))),
                Phase = Phase.Contain,
                Stage = 1,
                Note = pod.Controller is { } controller && options.Detach ? $"{controller} starts another pod in its place, from the same image." : null,
            },
        ];
        return new StepPlan.Planned(changes, Survivors(options, observed, labels));
    }

    private static IEnumerable<string> Survivors(IsolatePodOptions options, Observed observed, ImmutableDictionary<string, string> labels)
    {
        var pod = observed.Pod;
        yield return "A network policy holds only where the cluster's network plugin enforces it: the Amazon VPC CNI does so with network policies turned on. That it does can't be read back.";
        yield return "Connections that are open already may go on, and the node itself can always talk to the pod.";
        yield return "Credentials of the pod that were copied work until they expire.";
        var allowing = observed.Policies.Where(p => NameOf(p) != QuarantineNetworkPolicy.PolicyName && PolicySelector.Allows(p, labels)).Select(NameOf).ToList();
        if (allowing.Count > 0)
        {
            yield return $"Other network policies still allow the pod something, which no policy can deny: {string.Join(", ", allowing)}.{(options.Detach ? "" : " With the option detach, those that select it by a label do not.")}";
        }

        if (pod.Controller is { } controller && !options.Detach)
        {
            yield return $"{controller} still counts on the pod, services still send to it, and where somebody deletes it another one comes from the same image.";
        }
    }

    private static string? NameOf(JsonObject policy) => KubernetesNames.Text(policy["metadata"]?["name"]);

    /// <param name="Policies">All network policies of the pod's namespace.</param>
    public sealed record Observed(PodFacts Pod, ImmutableArray<JsonObject> Policies);
}
