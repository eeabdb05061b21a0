using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Amazon.EKS;
using Amazon.EKS.Model;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>From where the Kubernetes API of a cluster can be reached.</summary>
/// <param name="Ranges">Who may use the public endpoint, in order; none where there is no public endpoint.</param>
public sealed record EndpointAccess(bool Public, bool Private, ImmutableArray<string> Ranges)
{
    /// <exception cref="RemediationException">EKS is changing the cluster, or does not say.</exception>
    public static EndpointAccess Of(Cluster cluster) =>
        cluster.Status == ClusterStatus.UPDATING ? throw new RemediationException($"EKS is still applying an update to {cluster.Name}: what it comes to is not known yet")
        : cluster.ResourcesVpcConfig is { EndpointPublicAccess: { } isPublic, EndpointPrivateAccess: { } isPrivate } config ? From(isPublic, isPrivate, config.PublicAccessCidrs ?? [])
        : throw new RemediationException($"EKS does not say from where the endpoint of {cluster.Name} can be reached");

    /// <summary>What an update comes to; null where it is none of the whole endpoint.</summary>
    public static EndpointAccess? Of(Update update)
    {
        string? Value(UpdateParamType type) => update.Params?.Find(p => p.Type == type)?.Value;
        return (Value(UpdateParamType.EndpointPublicAccess), Value(UpdateParamType.EndpointPrivateAccess)) is ({ } isPublic, { } isPrivate)
            ? From(isPublic == "true", isPrivate == "true", (Value(UpdateParamType.PublicAccessCidrs) ?? "").Split(['[', ']', '"', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
            : null;
    }

    public static EndpointAccess From(bool isPublic, bool isPrivate, IEnumerable<string> ranges) =>
        new(isPublic, isPrivate, isPublic ? [.. ranges.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : []);

    public static EndpointAccess Parse(AttributeValue value)
    {
        var o = value.ToNode() as JsonObject ?? throw new InvalidOperationException("a cluster always has an endpoint");
        return From(o["public"]!.GetValue<bool>(), o["private"]!.GetValue<bool>(), o["ranges"]!.AsArray().Select(r => r!.GetValue<string>()));
    }

    public AttributeValue ToValue() => AttributeValue.Of(new JsonObject
    {
        ["public"] = Public,
        ["private"] = Private,
        ["ranges"] = new JsonArray([.. Ranges.Select(r => (JsonNode)JsonValue.Create(r)!)]),
    });

    public override string ToString() =>
        $"{(Public ? $"public for {(Ranges.IsEmpty ? "everybody" : string.Join(", ", Ranges))}" : "not public")}, {(Private ? "private in its VPC" : "not private")}";
}
