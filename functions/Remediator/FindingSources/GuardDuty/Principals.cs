using System.Collections.Immutable;
using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads whose credentials a finding is about.</summary>
/// <remarks>
/// What can be disabled differs: an IAM user's key is affected and its user only named; a role is affected and the temporary key
/// (ASIA...) only named, since no API disables that one. So exactly one kind of remediation fits each principal.
/// </remarks>
internal static class Principals
{
    /// <summary>The principal of a finding that is about credentials.</summary>
    public static IEnumerable<ResourceRef> Affected(JsonElement accessKeyDetails, string account) => Affected(Principal.Of(accessKeyDetails), account);

    /// <summary>The same where the key's id stands outside of its details.</summary>
    public static IEnumerable<ResourceRef> Affected(JsonElement accessKeyDetails, string key, string account) =>
        Affected(Principal.Of(accessKeyDetails) with { Key = key }, account);

    /// <summary>The same for credentials that another service describes.</summary>
    public static IEnumerable<ResourceRef> Affected(Principal principal, string account) =>
        principal.Type switch
        {
            "IAMUser" when principal.Key is null => Present(principal.User(Involvement.Affected)),
            "IAMUser" => Present(principal.AccessKey(Involvement.Affected), principal.User(Involvement.Actor)),
            "AssumedRole" or "Role" => Present(principal.Role(Involvement.Affected), principal.AccessKey(Involvement.Actor)),
            "Root" when principal.Key is null => [new ResourceRef(ResourceKinds.Account, account) { Details = principal.Details() }],
            _ => Present(principal.AccessKey(Involvement.Affected)),
        };

    /// <summary>The principal that acted on what the finding is about.</summary>
    public static IEnumerable<ResourceRef> Acting(JsonElement accessKeyDetails) => Acting(Principal.Of(accessKeyDetails));

    public static IEnumerable<ResourceRef> Acting(Principal principal)
    {
        var key = principal.AccessKey(Involvement.Actor);
        return principal.Type switch
        {
            "IAMUser" => Present(key, principal.User(Involvement.Actor)),
            "AssumedRole" or "Role" => Present(principal.Role(Involvement.Actor), key),
            _ => Present(key),
        };
    }

    private static IEnumerable<ResourceRef> Present(params ResourceRef?[] resources) => resources.OfType<ResourceRef>();
}
