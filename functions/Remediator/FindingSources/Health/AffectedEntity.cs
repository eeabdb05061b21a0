using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.Health;

/// <summary>Reads one affected entity, of which AWS Health says nothing but the id.</summary>
internal static class AffectedEntity
{
    public static ResourceRef? Read(JsonElement entity, FindingScope scope)
    {
        if (entity.Identifier("entityValue") is not { } value)
            return null;
        var read = ArnResource.TryRead(value, scope) ?? ById(value);
        return read with { Tags = entity.Field("tags").Tags() };
    }

    /// <summary>By the prefix that AWS gives to ids; anything else stays what it is, and no remediation takes it.</summary>
    private static ResourceRef ById(string id) =>
        ResourceIdShape.IsAccount(id) ? new(ResourceKinds.Account, id)
        : id.StartsWith("AKIA", StringComparison.Ordinal) || id.StartsWith("ASIA", StringComparison.Ordinal) ? new(ResourceKinds.AccessKey, id)
        : id.StartsWith("AIDA", StringComparison.Ordinal) ? new(ResourceKinds.User, id) { Details = DetailBag.Of((ResourceDetails.PrincipalId, id)) }
        : id.StartsWith("i-", StringComparison.Ordinal) ? new(ResourceKinds.Instance, id)
        : id.StartsWith("vol-", StringComparison.Ordinal) ? new(ResourceKinds.Volume, id)
        : new("AWS::Health::AffectedEntity", id);
}
