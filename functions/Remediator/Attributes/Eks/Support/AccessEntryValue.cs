using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Amazon.EKS;
using Amazon.EKS.Model;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>An access entry with its policies as a value, and the requests that make it again; pure.</summary>
internal static class AccessEntryValue
{
    private const string Type = "type";
    private const string User = "username";
    private const string Groups = "groups";
    private const string Tags = "tags";
    private const string Policies = "policies";

    public static AttributeValue Of(AccessEntry entry, IEnumerable<AssociatedAccessPolicy> policies) => AttributeValue.Of(new JsonObject
    {
        [Type] = entry.Type,
        [User] = entry.Username,
        [Groups] = Texts(entry.KubernetesGroups ?? []),
        [Tags] = new JsonObject((entry.Tags ?? []).Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
        [Policies] = new JsonArray([.. policies.OrderBy(p => p.PolicyArn, StringComparer.Ordinal).Select(p => new JsonObject
        {
            ["arn"] = p.PolicyArn,
            ["scope"] = p.AccessScope?.Type?.Value,
            ["namespaces"] = Texts(p.AccessScope?.Namespaces ?? []),
        })]),
    });

    /// <summary>EKS's word for what the entry is for: STANDARD for people, others for nodes.</summary>
    public static string? TypeOf(AttributeValue value) => Text((value.ToNode() as JsonObject)?[Type]);

    public static ImmutableDictionary<string, string> TagsOf(AttributeValue value) =>
        ((value.ToNode() as JsonObject)?[Tags] as JsonObject ?? []).ToImmutableDictionary(t => t.Key, t => Text(t.Value) ?? "", StringComparer.Ordinal);

    /// <summary>Whether the live entry is the wanted one without some of its policies.</summary>
    public static bool IsBegun(AttributeValue live, AttributeValue wanted) =>
        live.ToNode() is JsonObject found && wanted.ToNode() is JsonObject whole
        && new[] { Type, User, Groups, Tags }.All(k => JsonNode.DeepEquals(found[k], whole[k]))
        && PoliciesOf(found).All(p => PoliciesOf(whole).Any(w => JsonNode.DeepEquals(p, w)));

    /// <summary>The policies that are not associated yet.</summary>
    public static IEnumerable<JsonObject> Missing(AttributeValue live, JsonObject wanted)
    {
        var there = live.ToNode() is JsonObject found ? PoliciesOf(found).ToList() : [];
        return PoliciesOf(wanted).Where(w => !there.Exists(p => JsonNode.DeepEquals(p, w)));
    }

    /// <remarks>EKS takes its own default of the user name only by leaving it out.</remarks>
    public static CreateAccessEntryRequest Create(string cluster, string principal, JsonObject wanted) => new()
    {
        ClusterName = cluster,
        PrincipalArn = principal,
        Type = Text(wanted[Type]),
        Username = Text(wanted[User]) is { } user && user != DefaultUser(principal) ? user : null,
        KubernetesGroups = Strings(wanted[Groups]) is { Count: > 0 } groups ? groups : null,
        Tags = wanted[Tags] is JsonObject { Count: > 0 } tags ? tags.ToDictionary(t => t.Key, t => Text(t.Value) ?? "", StringComparer.Ordinal) : null,
    };

    public static AssociateAccessPolicyRequest Associate(string cluster, string principal, JsonObject policy) => new()
    {
        ClusterName = cluster,
        PrincipalArn = principal,
        PolicyArn = Text(policy["arn"]),
        AccessScope = new AccessScope { Type = AccessScopeType.FindValue(Text(policy["scope"])), Namespaces = Strings(policy["namespaces"]) is { Count: > 0 } spaces ? spaces : null },
    };

    public static string Describe(AttributeValue value)
    {
        var entry = value.ToNode() as JsonObject ?? throw new InvalidOperationException("an access entry is an object");
        var policies = PoliciesOf(entry).Select(p => $"{Text(p["arn"])?.Split('/')[^1]} ({(Strings(p["namespaces"]) is { Count: > 0 } spaces ? string.Join(", ", spaces) : Text(p["scope"]))})");
        var groups = Strings(entry[Groups]).Select(g => $"group {g}");
        return string.Join(", ", policies.Concat(groups).DefaultIfEmpty("no policies and no groups"));
    }

    /// <summary>As the EKS user guide has it: the principal's ARN, for a role the ARN of its sessions.</summary>
    private static string? DefaultUser(string principal) =>
        Arn.TryParse(principal) is not { } arn ? null
        : arn.Resource.StartsWith("role/", StringComparison.Ordinal) ? $"arn:{arn.Partition}:sts::{arn.Account}:assumed-role/{arn.Name}/{{{{SessionName}}}}"
        : principal;

    private static IEnumerable<JsonObject> PoliciesOf(JsonObject entry) => (entry[Policies] as JsonArray ?? []).OfType<JsonObject>();

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Order(StringComparer.Ordinal).Select(v => (JsonNode)JsonValue.Create(v)!)]);

    private static List<string> Strings(JsonNode? node) => [.. (node as JsonArray ?? []).Select(Text).OfType<string>()];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
