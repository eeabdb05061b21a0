using System.Text.Json.Nodes;
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

    /// <summary>A pod of a ReplicaSet, on the node <c>ip-10-0-1-7</c>, which comes with it.</summary>
    public JsonObject AddPod(string cluster, string space, string name, IReadOnlyDictionary<string, string>? labels = null, bool hostNetwork = false, string? region = null)
    {
        var node = $"ip-10-0-1-7.{Here(region).Name}.compute.internal";
        AddKubernetesObject(cluster, $"/api/v1/nodes/{node}", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = node, ["labels"] = new JsonObject { ["kubernetes.io/os"] = "linux" } },
            ["spec"] = new JsonObject { ["providerID"] = "aws:///eu-west-1a/i-0a1b2c3d4e5f60718" },
        }, region);
        return AddKubernetesObject(cluster, $"/api/v1/namespaces/{space}/pods/{name}", new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = space,
                ["labels"] = new JsonObject((labels ?? new Dictionary<string, string> { ["app"] = "web" }).Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
                ["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = "ReplicaSet", ["name"] = "web-7d4b9c", ["controller"] = true }),
            },
            ["spec"] = new JsonObject { ["nodeName"] = node, ["hostNetwork"] = hostNetwork },
        }, region);
    }

    public JsonObject AddNetworkPolicy(string cluster, string space, string name, JsonObject spec, string? region = null) =>
        AddKubernetesObject(cluster, $"/apis/networking.k8s.io/v1/namespaces/{space}/networkpolicies/{name}", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
            ["spec"] = spec,
        }, region);

    /// <param name="space">Null for a binding of the whole cluster.</param>
    /// <param name="subjects">Kind and name, such as <c>Group system:unauthenticated</c>.</param>
    public JsonObject AddBinding(string cluster, string? space, string name, string role, IEnumerable<string> subjects, string? region = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (space is not null)
        {
            metadata["namespace"] = space;
        }

        var path = space is null ? $"clusterrolebindings/{name}" : $"namespaces/{space}/rolebindings/{name}";
        return AddKubernetesObject(cluster, $"/apis/rbac.authorization.k8s.io/v1/{path}", new JsonObject
        {
            ["metadata"] = metadata,
            ["roleRef"] = new JsonObject { ["kind"] = "ClusterRole", ["name"] = role },
            ["subjects"] = new JsonArray([.. subjects.Select(s => new JsonObject { ["kind"] = s.Split(' ')[0], ["apiGroup"] = "rbac.authorization.k8s.io", ["name"] = s.Split(' ')[1] })]),
        }, region);
    }

    private JsonObject AddKubernetesObject(string cluster, string path, JsonObject body, string? region)
    {
        body["metadata"]!["uid"] = _world.Ec2Id("uid");
        Here(region).Clusters[cluster].Objects[path] = new KubernetesObject { Body = body, Version = _world.Next("version") };
        return body;
    }

    internal static string DefaultClusterUser(string principal)
    {
        var arn = Arn.TryParse(principal)!.Value;
        return arn.Resource.StartsWith("role/", StringComparison.Ordinal) ? $"arn:aws:sts::{arn.Account}:assumed-role/{arn.Name}/{{{{SessionName}}}}" : principal;
    }
}
