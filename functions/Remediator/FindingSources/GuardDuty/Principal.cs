using System.Collections.Immutable;
using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Whose credentials: CloudTrail's user type, name, unique id and access key, as far as given.</summary>
internal sealed record Principal(string? Type, string? Name, string? Id, string? Key)
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

    /// <summary>The parts as another service names them; the type is worked out where it is not given.</summary>
    public static Principal From(string? type, string? name, string? id, string? key) =>
        new(Normalize(type ?? TypeOf(id) ?? (name is not null && key?.StartsWith("AKIA", StringComparison.Ordinal) == true ? "IAMUser" : null)), name, id, key);

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
