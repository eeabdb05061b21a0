using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Execution.Kubernetes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>To whom a binding gives its role, in its order; absent when there is no such binding.</summary>
/// <remarks>The target's id is <c>cluster/name</c>, or <c>cluster/namespace/name</c> of a binding in a namespace.</remarks>
public sealed class BindingSubjects : ResourceAttribute
{
    public override string Label => "subjects of the binding";

    public override IReadOnlyList<Permission> ReadPermissions => KubernetesNames.Permissions;

    public override IReadOnlyList<Permission> WritePermissions => KubernetesNames.Permissions;

    public static Target TargetOf(string cluster, string? space, string name) =>
        space is null ? new(KubernetesNames.ClusterRoleBinding, $"{cluster}/{name}") : new(KubernetesNames.RoleBinding, $"{cluster}/{space}/{name}");

    public static AttributeValue Of(JsonObject? binding) => binding is null ? AttributeValue.Absent : AttributeValue.Of(binding["subjects"]?.DeepClone() ?? new JsonArray());

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (cluster, path) = Place(target);
        return Of(await KubernetesApi.Of(aws, cluster).FindAsync(path, cancel).ConfigureAwait(false));
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (cluster, path) = Place(request.Target);
        var wanted = request.Wanted.ToNode() as JsonArray ?? throw new InvalidOperationException("no plan deletes a binding");
        return KubernetesWrite.PatchAsync(KubernetesApi.Of(aws, cluster), path, request, Of, _ => new JsonObject { ["subjects"] = wanted.DeepClone() }, cancel);
    }

    /// <summary>Whether a subject stands for callers who are nobody. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests</summary>
    public static bool IsAnonymous(JsonNode? subject) =>
        (KubernetesNames.Text(subject?["kind"]), KubernetesNames.Text(subject?["name"])) is ("User", "system:anonymous") or ("Group", "system:unauthenticated");

    /// <remarks>A binding that is gone binds nobody, but is not put back either.</remarks>
    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted || (live.IsAbsent && wanted.ToNode() is JsonArray subjects && !subjects.Any(IsAnonymous));

    public override bool IsGone(AttributeValue live) => live.IsAbsent;

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "no such binding"
        : string.Join(", ", (value.ToNode() as JsonArray ?? throw new InvalidOperationException("subjects are a list")).Select(s => $"{KubernetesNames.Text(s?["kind"])} {KubernetesNames.Text(s?["name"])}").DefaultIfEmpty("nobody"));

    private static (string Cluster, string Path) Place(Target target) => target.Kind == KubernetesNames.ClusterRoleBinding
        ? KubernetesNames.Split(target, 2) is var two ? (two[0], KubernetesNames.BindingPath(null, two[1])) : default
        : KubernetesNames.Split(target, 3) is var three ? (three[0], KubernetesNames.BindingPath(three[1], three[2])) : default;
}
