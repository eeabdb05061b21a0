using System.Text.Json.Nodes;
using Remediator.Execution.Kubernetes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Kinds, ids and paths of what is in a cluster.</summary>
internal static class KubernetesNames
{
    public const string Pod = "Kubernetes::Pod";
    public const string Node = "Kubernetes::Node";
    public const string NetworkPolicy = "Kubernetes::NetworkPolicy";
    public const string RoleBinding = "Kubernetes::RoleBinding";
    public const string ClusterRoleBinding = "Kubernetes::ClusterRoleBinding";

    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    /// <summary>All that a call needs of AWS: address and authority of the cluster; the rest is the cluster's to allow.</summary>
    public static IReadOnlyList<Permission> Permissions { get; } = [new("eks:DescribeCluster", EksNames.Cluster)];

    public static string PodPath(string space, string name) => KubernetesApi.Path("/api/v1/namespaces", space, "pods", name);

    public static string NodePath(string name) => KubernetesApi.Path("/api/v1/nodes", name);

    /// <param name="name">None for all policies of the namespace.</param>
    public static string PolicyPath(string space, params string[] name) => KubernetesApi.Path("/apis/networking.k8s.io/v1/namespaces", [space, "networkpolicies", .. name]);

    /// <param name="space">Null for a binding of the whole cluster.</param>
    public static string BindingPath(string? space, string name) =>
        space is null ? KubernetesApi.Path($"{Rbac}/clusterrolebindings", name) : KubernetesApi.Path($"{Rbac}/namespaces", space, "rolebindings", name);

    public static string BindingsPath(bool ofCluster) => $"{Rbac}/{(ofCluster ? "clusterrolebindings" : "rolebindings")}";

    /// <summary>The parts of a target's id: the cluster first.</summary>
    public static string[] Split(Target target, int parts) =>
        target.Id.Split('/') is { } found && found.Length == parts ? found : throw new InvalidOperationException($"{target} does not have {parts} parts");

    /// <summary>Whether the text can be one part of a path: names of Kubernetes never hold a slash, and none is a dot.</summary>
    public static bool IsName(string? text) => text is { Length: > 0 and <= 253 } and not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' or '_');

    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static string? Uid(JsonObject read) => Text(read["metadata"]?["uid"]);

    /// <summary>The part of a patch that makes the API refuse it where the object is another version now.</summary>
    public static JsonObject Version(JsonObject read) => new() { ["resourceVersion"] = read["metadata"]?["resourceVersion"]?.DeepClone() };

    public static System.Collections.Immutable.ImmutableDictionary<string, string> Labels(JsonObject? read) =>
        System.Collections.Immutable.ImmutableDictionary.CreateRange(
            StringComparer.Ordinal, (read?["metadata"]?["labels"] as JsonObject ?? []).Select(l => KeyValuePair.Create(l.Key, Text(l.Value) ?? "")));
}
