using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;
using Remediator.Findings;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>The Kubernetes API of the clusters: objects by their paths; nothing runs here.</summary>
[Service("kubernetes", Protocol.Kubernetes)]
internal static class KubernetesOperations
{
    private const string Pod = "/api/v1/namespaces/{namespace}/pods/{name}";
    private const string Node = "/api/v1/nodes/{name}";
    private const string Policies = "/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string RoleBindings = Rbac + "/namespaces/{namespace}/rolebindings/{name}";

    [Route("GET", Pod)]
    public static Answer GetPod(Call call) => Get(call);

    [Route("PATCH", Pod)]
    public static Answer PatchPod(Call call) => Patch(call);

    [Route("GET", Node)]
    public static Answer GetNode(Call call) => Get(call);

    [Route("PATCH", Node)]
    public static Answer PatchNode(Call call) => Patch(call);

    [Route("GET", Policies)]
    public static Answer ListNetworkPolicies(Call call) => List(call, path => path.StartsWith(call.Http.Path + "/", StringComparison.Ordinal));

    [Route("POST", Policies)]
    public static Answer CreateNetworkPolicy(Call call)
    {
        var cluster = Cluster(call);
        var body = call.Document.DeepClone().AsObject();
        var path = $"{call.Http.Path}/{body["metadata"]!["name"]!.GetValue<string>()}";
        if (cluster.Objects.ContainsKey(path))
        {
            throw new AwsError("AlreadyExists", $"{path} already exists", 409);
        }

        body["metadata"]!["uid"] = call.World.Ec2Id("uid");
        body["metadata"]!["namespace"] = call.Parameters["namespace"];
        cluster.Objects[path] = new KubernetesObject { Body = body, Version = call.World.Next("version") };
        return Answer.Json(Shown(cluster.Objects[path]));
    }

    [Route("GET", Policies + "/{name}")]
    public static Answer GetNetworkPolicy(Call call) => Get(call);

    [Route("DELETE", Policies + "/{name}")]
    public static Answer DeleteNetworkPolicy(Call call)
    {
        var found = Find(call);
        var wanted = call.Document["preconditions"];
        if ((string?)wanted?["uid"] != (string?)found.Body["metadata"]!["uid"] || (string?)wanted?["resourceVersion"] != Version(found))
        {
            throw new AwsError("Conflict", "the precondition does not hold", 409);
        }

        Cluster(call).Objects.Remove(call.Http.Path);
        return Answer.Json(new JsonObject { ["kind"] = "Status", ["status"] = "Success" });
    }

    [Route("GET", Rbac + "/clusterrolebindings")]
    public static Answer ListClusterRoleBindings(Call call) => List(call, path => path.StartsWith(call.Http.Path + "/", StringComparison.Ordinal));

    [Route("GET", Rbac + "/rolebindings")]
    public static Answer ListRoleBindings(Call call) => List(call, path => path.Contains("/rolebindings/", StringComparison.Ordinal));

    [Route("GET", Rbac + "/clusterrolebindings/{name}")]
    public static Answer GetClusterRoleBinding(Call call) => Get(call);

    [Route("PATCH", Rbac + "/clusterrolebindings/{name}")]
    public static Answer PatchClusterRoleBinding(Call call) => Patch(call);

    [Route("GET", RoleBindings)]
    public static Answer GetRoleBinding(Call call) => Get(call);

    [Route("PATCH", RoleBindings)]
    public static Answer PatchRoleBinding(Call call) => Patch(call);

    private static Answer Get(Call call) => Answer.Json(Shown(Find(call)));

    private static Answer Patch(Call call)
    {
        if (call.Http.Header("Content-Type") != "application/merge-patch+json")
        {
            throw new AwsError("UnsupportedMediaType", "the body of the request was in an unknown format", 415);
        }

        var found = Find(call);
        var patch = call.Document.DeepClone().AsObject();
        if ((string?)patch["metadata"]?["resourceVersion"] is { } version && version != Version(found))
        {
            throw new AwsError("Conflict", "the object has been modified; please apply your changes to the latest version and try again", 409);
        }

        patch["metadata"]?.AsObject().Remove("resourceVersion");
        Merge(found.Body, patch);
        found.Version = call.World.Next("version");
        return Answer.Json(Shown(found));
    }

    private static Answer List(Call call, Func<string, bool> isOne)
    {
        var all = Cluster(call).Objects.Where(o => isOne(o.Key)).Select(o => Shown(o.Value)).ToList();
        var (items, next) = call.Page(all, call.Parameters["continue"], call.Parameters.Int("limit"));
        return Answer.Json(new JsonObject { ["kind"] = "List", ["metadata"] = new JsonObject { ["continue"] = next }, ["items"] = new JsonArray([.. items]) });
    }

    private static KubernetesObject Find(Call call) =>
        Cluster(call).Objects.GetValueOrDefault(Uri.UnescapeDataString(call.Http.Path)) ?? throw new AwsError("NotFound", $"{call.Http.Path} not found", 404);

    /// <summary>The cluster whose endpoint was called; who has no access entry is nobody to it.</summary>
    private static KubernetesCluster Cluster(Call call)
    {
        var host = call.Http.Header("Host")?.Split(':')[0];
        var cluster = call.Region.Clusters.Values.FirstOrDefault(c => new Uri(c.Endpoint).Host.Equals(host, StringComparison.OrdinalIgnoreCase))
            ?? throw new AwsError("Unauthorized", $"no cluster has the endpoint {host}", 401);
        var isKnown = call.Caller.Role is null || cluster.AccessEntries.Keys.Any(p => Arn.TryParse(p) is { } arn && arn.Name == call.Caller.Role);
        return isKnown || !call.World.Options.EnforcePermissions ? cluster : throw new AwsError("Unauthorized", "Unauthorized", 401);
    }

    private static JsonObject Shown(KubernetesObject found)
    {
        var body = found.Body.DeepClone().AsObject();
        body["metadata"]!["resourceVersion"] = Version(found);
        return body;
    }

    private static string Version(KubernetesObject found) => found.Version.ToString(CultureInfo.InvariantCulture);

    /// <remarks>RFC 7396.</remarks>
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject)
                {
                    target[name] = new JsonObject();
                }

                Merge(target[name]!.AsObject(), inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
