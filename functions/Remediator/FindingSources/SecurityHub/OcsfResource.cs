using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Reads one entry of an OCSF finding's resources.</summary>
internal static class OcsfResource
{
    public static HubResource? Read(JsonElement entry, JsonElement finding, FindingScope scope)
    {
        if (HubResourceReader.Read(entry.Identifier("type"), scope, entry.Identifier("uid_alt"), entry.Identifier("uid")) is not { } resource)
            return null;
        var profile = entry.Field("device").Field("instance_profile");
        resource = Elsewhere(resource.With(profile.Identifier("uid_alt"), Tags(entry.Field("tags"))), entry, scope);
        var isActor = RoleOf(entry) == ResourceRole.Actor;
        if (resource.Kind != ResourceKinds.AccessKey)
            return new(resource, null, isActor) { Images = entry.Field("device").Field("container").Field("image").Identifier("name") is { } image ? [image] : [] };
        var user = finding.Field("evidences").Items().Select(e => e.Field("actor").Field("user")).FirstOrDefault(u => u.Identifier("credential_uid") == resource.Id);
        var principal = Principal.From(user.Identifier("type"), user.Identifier("name"), user.Identifier("uid"), resource.Id);
        return new(resource with { Details = principal.Details() }, principal, isActor);
    }

    /// <remarks>https://schema.ocsf.io/objects/resource_details: 1 is the target, 2 the actor.</remarks>
    public static ResourceRole RoleOf(JsonElement entry) => entry.Field("role_id").Number() switch
    {
        1 => ResourceRole.Target,
        2 => ResourceRole.Actor,
        _ => ResourceRole.Unspecified,
    };

    /// <summary>OCSF's tags have a name where the others have a key.</summary>
    private static System.Collections.Immutable.ImmutableDictionary<string, string>? Tags(JsonElement tags)
    {
        if (tags.ValueKind != JsonValueKind.Array)
            return null;
        var read = System.Collections.Immutable.ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags.EnumerateArray())
        {
            if ((tag.Text("name") ?? tag.Text("key")) is not { } name || tag.Field("value") is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null or JsonValueKind.Undefined) })
                return null;
            read[name] = tag.Text("value") ?? "";
        }

        return read.ToImmutable();
    }

    private static ResourceRef Elsewhere(ResourceRef resource, JsonElement entry, FindingScope scope)
    {
        var account = entry.Field("owner").Field("account").Text("uid");
        return account is not null && ResourceIdShape.IsAccount(account) && account != scope.Account && resource.Detail(ResourceDetails.Account) is null
            ? resource with { Details = resource.Details.SetItem(ResourceDetails.Account, account) }
            : resource;
    }
}
