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

    private static IEnumerable<ResourceRef> Affected(Principal principal, string account)
    {
        return principal.Type switch
        {
            "IAMUser" when principal.Key is null => Present(principal.User(Involvement.Affected)),
            "IAMUser" => Present(principal.AccessKey(Involvement.Affected), principal.User(Involvement.Actor)),
            "AssumedRole" or "Role" => Present(principal.Role(Involvement.Affected), principal.AccessKey(Involvement.Actor)),
            "Root" when principal.Key is null => [new ResourceRef(ResourceKinds.Account, account) { Details = principal.Details() }],
            _ => Present(principal.AccessKey(Involvement.Affected)),
        };
    }

    /// <summary>The principal that acted on what the finding is about.</summary>
    public static IEnumerable<ResourceRef> Acting(JsonElement accessKeyDetails)
    {
        var principal = Principal.Of(accessKeyDetails);
        var key = principal.AccessKey(Involvement.Actor);
        return principal.Type switch
        {
            "IAMUser" => Present(key, principal.User(Involvement.Actor)),
            "AssumedRole" or "Role" => Present(principal.Role(Involvement.Actor), key),
            _ => Present(key),
        };
    }

    private static IEnumerable<ResourceRef> Present(params ResourceRef?[] resources) => resources.OfType<ResourceRef>();

    private sealed record Principal(string? Type, string? Name, string? Id, string? Key)
    {
        public static Principal Of(JsonElement details)
        {
            var id = details.Identifier("principalId") ?? details.Identifier("uid");
            return new(
                Normalize(details.Identifier("userType") ?? details.Identifier("type") ?? TypeOf(id)),
                details.Identifier("userName") ?? details.Identifier("name"),
                id,
                details.Identifier("accessKeyId") ?? details.Identifier("credentialUid"));
        }

        public ResourceRef? AccessKey(Involvement involvement) => Make(ResourceKinds.AccessKey, Key, involvement);

        public ResourceRef? User(Involvement involvement) => Make(ResourceKinds.User, Name, involvement);

        /// <summary>GuardDuty's user name of an assumed role is the role's name, without path and session.</summary>
        public ResourceRef? Role(Involvement involvement) => Make(ResourceKinds.Role, Name, involvement);

        public ImmutableDictionary<string, string> Details() => DetailBag.Of(
            (ResourceDetails.UserName, Name), (ResourceDetails.UserType, Type), (ResourceDetails.PrincipalId, Id), (ResourceDetails.AccessKeyId, Key));

        private ResourceRef? Make(string kind, string? id, Involvement involvement) =>
            id is null ? null : new ResourceRef(kind, id) { Involvement = involvement, Details = Details() };

        /// <summary>The prefix of a principal id says what it is; see IAM's "unique identifiers".</summary>
        private static string? TypeOf(string? principalId) =>
            principalId is null ? null
            : principalId.StartsWith("AIDA", StringComparison.Ordinal) ? "IAMUser"
            : principalId.StartsWith("AROA", StringComparison.Ordinal) ? "AssumedRole"
            : null;

        private static string? Normalize(string? type) => type?.ToUpperInvariant() switch
        {
            "IAMUSER" => "IAMUser",
            "ASSUMEDROLE" => "AssumedRole",
            "ROLE" => "Role",
            "ROOT" => "Root",
            _ => type,
        };
    }
}
