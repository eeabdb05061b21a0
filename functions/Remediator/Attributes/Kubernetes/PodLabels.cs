using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Execution.Kubernetes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The labels of one pod; absent when it is gone, also where another pod has its name.</summary>
/// <remarks>The target's id is <c>cluster/namespace/name/uid</c>. A pod that is gone is as good as labelled, and as good as put back.</remarks>
public sealed class PodLabels : ResourceAttribute
{
    /// <summary>Marks what the quarantine policy is for.</summary>
    public const string Quarantine = "remediator/quarantine";

    public override string Label => "labels of the pod";

    public override IReadOnlyList<Permission> ReadPermissions => KubernetesNames.Permissions;

    public override IReadOnlyList<Permission> WritePermissions => KubernetesNames.Permissions;

    public static Target TargetOf(string cluster, string space, string name, string uid) => new(KubernetesNames.Pod, $"{cluster}/{space}/{name}/{uid}");

    public static AttributeValue Of(JsonObject? pod, string uid) =>
        pod is null || KubernetesNames.Uid(pod) != uid ? AttributeValue.Absent : AttributeValue.Of(pod["metadata"]?["labels"]?.DeepClone() ?? new JsonObject());

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var parts = KubernetesNames.Split(target, 4);
        return Of(await KubernetesApi.Of(aws, parts[0]).FindAsync(KubernetesNames.PodPath(parts[1], parts[2]), cancel).ConfigureAwait(false), parts[3]);
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var parts = KubernetesNames.Split(request.Target, 4);
        var wanted = request.Wanted.ToNode() as JsonObject ?? throw new InvalidOperationException("a pod has labels, or none: but it can't be made absent");
        return KubernetesWrite.PatchAsync(
            KubernetesApi.Of(aws, parts[0]), KubernetesNames.PodPath(parts[1], parts[2]), request, pod => Of(pod, parts[3]), pod => new JsonObject { ["metadata"] = new JsonObject { ["labels"] = Patch(pod, wanted) } }, cancel);
    }

    public override bool Matches(AttributeValue live, AttributeValue wanted) => live == wanted || live.IsAbsent;

    public override string Describe(AttributeValue value) => value.IsAbsent ? "no such pod" : string.Join(", ", (value.ToNode() as JsonObject ?? throw new InvalidOperationException("labels are an object")).Select(l => $"{l.Key}={l.Value}").DefaultIfEmpty("none"));

    /// <summary>A merge patch removes what it names null.</summary>
    private static JsonObject Patch(JsonObject pod, JsonObject wanted)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in pod["metadata"]?["labels"] as JsonObject ?? [])
        {
            patch[name] = null;
        }

        foreach (var (name, value) in wanted)
        {
            patch[name] = value?.DeepClone();
        }

        return patch;
    }
}
