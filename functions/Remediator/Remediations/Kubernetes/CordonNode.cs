using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Execution.Kubernetes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Keeps new pods off the node that a pod runs on: what gets out of the pod finds nothing new beside it.</summary>
public sealed class CordonNode : Remediation<NoOptions, CordonNode.Observed>
{
    public override string Name => "cordon-node";

    public override string Summary => "Keep new pods off the node of an EKS cluster that a pod runs on.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.KubernetesWorkload];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(NodeCordon)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var pod = await PodFacts.ReadAsync(context, cancel).ConfigureAwait(false);
        var node = pod.Unfit is null && KubernetesNames.IsName(pod.Node)
            ? await KubernetesApi.Of(context.Aws, pod.Cluster).FindAsync(KubernetesNames.NodePath(pod.Node!), cancel).ConfigureAwait(false)
            : null;
        return new Observed(pod, node);
    }

    protected override TagReading Tags(Observed observed) => new TagReading.Known(observed.Pod.ClusterTags);

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        var (pod, name) = (observed.Pod, observed.Pod.Node);
        if ((pod.Unfit
            ?? (name is null ? $"the pod {pod.Name} runs on no node (any more)"
            : observed.Node is null || KubernetesNames.Uid(observed.Node) is null ? $"there is no node {name} in {pod.Cluster} (any more)"
            : KubernetesNames.Labels(observed.Node).GetValueOrDefault("eks.amazonaws.com/compute-type") == "fargate" ? $"{name} is of Fargate, which runs this pod alone"
            : null)) is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var uid = KubernetesNames.Uid(observed.Node!)!;
        var change = new Change
        {
            Step = Name,
            Attribute = nameof(NodeCordon),
            Target = NodeCordon.TargetOf(pod.Cluster, name!, uid),
            Before = NodeCordon.Of(observed.Node, uid),
            After = AttributeValue.Of(true),
            Phase = Phase.Contain,
            Stage = 1,
            Note = KubernetesNames.Text(observed.Node!["spec"]?["providerID"]) is { } instance ? $"The node is {instance}." : null,
        };
        return new StepPlan.Planned(
            [change],
            "The pods that run on the node go on, and those of DaemonSets still come.",
            "An autoscaler may end a cordoned node once it is empty, and its disks with it.");
    }

    public sealed record Observed(PodFacts Pod, JsonObject? Node);
}
