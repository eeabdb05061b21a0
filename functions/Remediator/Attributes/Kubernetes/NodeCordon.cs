using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Execution.Kubernetes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a node takes no new pods; absent when it is gone, also where another node has its name.</summary>
/// <remarks>The target's id is <c>cluster/name/uid</c>. Nothing is scheduled on a node that is gone.</remarks>
public sealed class NodeCordon : ResourceAttribute
{
    public override string Label => "cordon of the node";

    public override IReadOnlyList<Permission> ReadPermissions => KubernetesNames.Permissions;

    public override IReadOnlyList<Permission> WritePermissions => KubernetesNames.Permissions;

    public static Target TargetOf(string cluster, string name, string uid) => new(KubernetesNames.Node, $"{cluster}/{name}/{uid}");

    public static AttributeValue Of(JsonObject? node, string uid) =>
        node is null || KubernetesNames.Uid(node) != uid ? AttributeValue.Absent : AttributeValue.Of(node["spec"]?["unschedulable"] is JsonValue v && v.TryGetValue(out bool cordoned) && cordoned);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var parts = KubernetesNames.Split(target, 3);
        return Of(await KubernetesApi.Of(aws, parts[0]).FindAsync(KubernetesNames.NodePath(parts[1]), cancel).ConfigureAwait(false), parts[2]);
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var parts = KubernetesNames.Split(request.Target, 3);
        JsonNode? wanted = request.Wanted == AttributeValue.Of(true) ? JsonValue.Create(true) : null;
        return KubernetesWrite.PatchAsync(
            KubernetesApi.Of(aws, parts[0]), KubernetesNames.NodePath(parts[1]), request, node => Of(node, parts[2]), _ => new JsonObject { ["spec"] = new JsonObject { ["unschedulable"] = wanted?.DeepClone() } }, cancel);
    }

    public override bool Matches(AttributeValue live, AttributeValue wanted) => live == wanted || live.IsAbsent;

    public override string Describe(AttributeValue value) => value.IsAbsent ? "no such node" : value == AttributeValue.Of(true) ? "cordoned" : "takes pods";
}
