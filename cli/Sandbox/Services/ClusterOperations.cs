using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>EKS: clusters and their endpoints; updates take as long as the cluster says.</summary>
[Service("eks", Protocol.RestJson)]
internal static class ClusterOperations
{
    private const string Cluster = "cluster/{name}";

    [Route("GET", "/clusters/{name}")]
    [Checks(Cluster)]
    public static Answer DescribeCluster(Call call)
    {
        var cluster = Find(call);
        return Answer.Json(new JsonObject
        {
            ["cluster"] = new JsonObject
            {
                ["name"] = cluster.Name,
                ["arn"] = cluster.Arn,
                ["endpoint"] = cluster.Endpoint,
                ["status"] = IsUpdating(call, cluster) ? "UPDATING" : cluster.Status,
                ["resourcesVpcConfig"] = new JsonObject
                {
                    ["endpointPublicAccess"] = cluster.PublicAccess,
                    ["endpointPrivateAccess"] = cluster.PrivateAccess,
                    ["publicAccessCidrs"] = new JsonArray([.. cluster.PublicRanges.Select(r => (JsonNode)r)]),
                },
                ["accessConfig"] = new JsonObject { ["authenticationMode"] = cluster.AuthenticationMode },
                ["certificateAuthority"] = new JsonObject { ["data"] = "" },
                ["tags"] = new JsonObject(cluster.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
            },
        });
    }

    [Route("POST", "/clusters/{name}/update-config")]
    [Checks(Cluster)]
    public static Answer UpdateClusterConfig(Call call)
    {
        var cluster = Find(call);
        if (IsUpdating(call, cluster))
        {
            throw new AwsError("ResourceInUseException", $"Cannot EndpointAccessUpdate because cluster {cluster.Name} currently has update sandbox in progress", 409);
        }

        var wanted = call.Document["resourcesVpcConfig"]?.AsObject() ?? throw new AwsError("InvalidParameterException", "No changes needed for the cluster");
        var (isPublic, isPrivate) = (Flag(wanted, "endpointPublicAccess", cluster.PublicAccess), Flag(wanted, "endpointPrivateAccess", cluster.PrivateAccess));
        var ranges = wanted["publicAccessCidrs"] is JsonArray given ? new SortedSet<string>(given.Select(r => r!.GetValue<string>()), StringComparer.Ordinal) : cluster.PublicRanges;
        if (!isPublic && !isPrivate)
        {
            throw new AwsError("InvalidParameterException", "Private and public endpoint access cannot be false");
        }

        if (isPublic == cluster.PublicAccess && isPrivate == cluster.PrivateAccess && ranges.SetEquals(cluster.PublicRanges))
        {
            throw new AwsError("InvalidParameterException", "Cluster is already at the desired configuration with endpointPrivateAccess and endpointPublicAccess");
        }

        (cluster.PublicAccess, cluster.PrivateAccess, cluster.PublicRanges) = (isPublic, isPrivate, ranges);
        cluster.UpdatingUntil = call.Now + cluster.UpdateTime;
        var asked = new JsonArray(Param("EndpointPublicAccess", isPublic ? "true" : "false"), Param("EndpointPrivateAccess", isPrivate ? "true" : "false"));
        if (wanted["publicAccessCidrs"] is JsonArray { Count: > 0 })
        {
            asked.Add(Param("PublicAccessCidrs", $"[{string.Join(", ", ranges.Select(r => $"\"{r}\""))}]"));
        }

        cluster.Updates.Add(($"update-{cluster.Updates.Count}", asked));
        return Answer.Json(new JsonObject { ["update"] = new JsonObject { ["id"] = cluster.Updates[^1].Id, ["status"] = "InProgress", ["type"] = "EndpointAccessUpdate", ["params"] = asked.DeepClone() } });
    }

    [Route("GET", "/clusters/{name}/updates")]
    [Checks(Cluster)]
    public static Answer ListUpdates(Call call)
    {
        var (items, next) = call.Page([.. Find(call).Updates], call.Parameters["nextToken"], call.Parameters.Int("maxResults"), usual: 100);
        return Answer.Json(new JsonObject { ["updateIds"] = new JsonArray([.. items.Select(u => (JsonNode)u.Id)]), ["nextToken"] = next });
    }

    [Route("GET", "/clusters/{name}/updates/{updateId}")]
    [Checks(Cluster)]
    public static Answer DescribeUpdate(Call call)
    {
        var cluster = Find(call);
        var (id, asked) = cluster.Updates.Find(u => u.Id == call.Parameters["updateId"]);
        return id is null
            ? throw new AwsError("ResourceNotFoundException", $"No update found for ID: {call.Parameters["updateId"]}", 404)
            : Answer.Json(new JsonObject { ["update"] = new JsonObject { ["id"] = id, ["status"] = IsUpdating(call, cluster) && id == cluster.Updates[^1].Id ? "InProgress" : "Successful", ["type"] = "EndpointAccessUpdate", ["params"] = asked.DeepClone() } });
    }

    internal static KubernetesCluster Find(Call call) =>
        call.Region.Clusters.GetValueOrDefault(call.Parameters.Required("name")) ?? throw new AwsError("ResourceNotFoundException", $"No cluster found for name: {call.Parameters["name"]}.", 404);

    private static bool IsUpdating(Call call, KubernetesCluster cluster) => call.Now < cluster.UpdatingUntil;

    private static JsonObject Param(string type, string value) => new() { ["type"] = type, ["value"] = value };

    private static bool Flag(JsonObject wanted, string name, bool otherwise) => wanted[name]?.GetValue<bool>() ?? otherwise;
}
