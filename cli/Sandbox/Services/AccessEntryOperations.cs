using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;
using Remediator.Findings;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>EKS: who may come into a cluster.</summary>
[Service("eks", Protocol.RestJson)]
internal static class AccessEntryOperations
{
    private const string Entries = "/clusters/{name}/access-entries";
    private const string Entry = "/clusters/{name}/access-entries/{principalArn}";

    [Route("GET", Entries)]
    [Checks("cluster/{name}")]
    public static Answer ListAccessEntries(Call call)
    {
        var policy = call.Parameters["associatedPolicyArn"];
        var all = Cluster(call).AccessEntries.Values.Where(e => policy is null || e.Policies.ContainsKey(policy)).Select(e => e.Principal).ToList();
        var (items, next) = call.Page(all, call.Parameters["nextToken"], call.Parameters.Int("maxResults"), usual: 100);
        return Paged(new JsonObject { ["accessEntries"] = Texts(items) }, next);
    }

    [Route("POST", Entries)]
    [Checks("cluster/{name}")]
    public static Answer CreateAccessEntry(Call call)
    {
        var (cluster, principal) = (Cluster(call), call.Parameters.Required("principalArn"));
        var tags = new Tags();
        foreach (var (key, value) in call.Document["tags"]?.AsObject() ?? [])
        {
            tags[key] = value!.GetValue<string>();
        }

        if (tags.Count > 0)
        {
            call.Demand("eks:TagResource", ArnOf(call, principal));
        }

        if (cluster.AccessEntries.ContainsKey(principal))
        {
            throw new AwsError("ResourceInUseException", "The specified access entry resource is already in use on this cluster.", 409);
        }

        var entry = new ClusterEntry
        {
            Principal = principal,
            Type = call.Parameters["type"] ?? "STANDARD",
            User = call.Parameters["username"] ?? SandboxAccount.DefaultClusterUser(principal),
            Groups = new SortedSet<string>((call.Document["kubernetesGroups"]?.AsArray() ?? []).Select(g => g!.GetValue<string>()), StringComparer.Ordinal),
            Tags = tags,
        };
        cluster.AccessEntries[principal] = entry;
        return Answer.Json(Write(entry));
    }

    [Route("GET", Entry)]
    public static Answer DescribeAccessEntry(Call call) => Answer.Json(Write(Find(call)));

    [Route("DELETE", Entry)]
    public static Answer DeleteAccessEntry(Call call)
    {
        Cluster(call).AccessEntries.Remove(Find(call).Principal);
        return Answer.Json([]);
    }

    [Route("GET", Entry + "/access-policies")]
    public static Answer ListAssociatedAccessPolicies(Call call)
    {
        var all = Find(call).Policies.Select(p => new JsonObject
        {
            ["policyArn"] = p.Key,
            ["accessScope"] = new JsonObject { ["type"] = p.Value.Count == 0 ? "cluster" : "namespace", ["namespaces"] = Texts(p.Value) },
        }).ToList();
        var (items, next) = call.Page(all, call.Parameters["nextToken"], call.Parameters.Int("maxResults"), usual: 100);
        return Paged(new JsonObject { ["associatedAccessPolicies"] = new JsonArray([.. items]) }, next);
    }

    [Route("POST", Entry + "/access-policies")]
    public static Answer AssociateAccessPolicy(Call call)
    {
        var spaces = call.Document["accessScope"]?["namespaces"]?.AsArray() ?? [];
        Find(call).Policies[call.Parameters.Required("policyArn")] = new SortedSet<string>(spaces.Select(s => s!.GetValue<string>()), StringComparer.Ordinal);
        return Answer.Json([]);
    }

    private static KubernetesCluster Cluster(Call call)
    {
        var cluster = ClusterOperations.Find(call);
        return cluster.AuthenticationMode == "CONFIG_MAP"
            ? throw new AwsError("InvalidRequestException", "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.")
            : cluster;
    }

    private static ClusterEntry Find(Call call)
    {
        var principal = call.Parameters.Required("principalArn");
        call.Demand(call.Operation.DefaultAction, ArnOf(call, principal));
        return Cluster(call).AccessEntries.GetValueOrDefault(principal) ?? throw new AwsError("ResourceNotFoundException", "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.", 404);
    }

    private static string ArnOf(Call call, string principal)
    {
        var arn = Arn.TryParse(principal) ?? throw new AwsError("InvalidParameterException", "The specified principalArn is invalid: invalid principal.");
        return World.Arn("eks", call.RegionName, call.Account.Id, $"access-entry/{call.Parameters["name"]}/{arn.Resource.Split('/')[0]}/{arn.Account}/{arn.Name}/00000000-0000-4000-8000-000000000000");
    }

    private static JsonObject Write(ClusterEntry entry) => new()
    {
        ["accessEntry"] = new JsonObject
        {
            ["principalArn"] = entry.Principal,
            ["type"] = entry.Type,
            ["username"] = entry.User,
            ["kubernetesGroups"] = Texts(entry.Groups),
            ["tags"] = new JsonObject(entry.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
        },
    };

    private static Answer Paged(JsonObject answer, string? next)
    {
        if (next is not null)
        {
            answer["nextToken"] = next;
        }

        return Answer.Json(answer);
    }

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)v)]);
}
