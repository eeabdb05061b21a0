using Remediator.Findings;

namespace Remediator.Remediations;

/// <summary>Whose credential a finding is about, as far as the finding says: an IAM user, or why it is none.</summary>
internal abstract record KeyHolder
{
    private KeyHolder()
    {
    }

    /// <param name="Name">Null when the finding names only the key.</param>
    /// <param name="UserId">AIDA..., which tells a user from an earlier one of the same name; null when the finding does not say.</param>
    /// <param name="KeyId">AKIA..., or ASIA... for a session of the user; null when the finding names no key.</param>
    public sealed record IamUser(string? Name, string? UserId, string? KeyId) : KeyHolder
    {
        public bool IsTemporary => KeyId is { } key && IamNames.IsTemporaryKeyId(key);
    }

    public sealed record NotAUser(string Reason) : KeyHolder;

    public static KeyHolder Of(ResourceRef resource)
    {
        var principal = resource.Detail(ResourceDetails.PrincipalId);
        if (NotAUserBecause(resource.Detail(ResourceDetails.UserType), principal) is { } reason)
        {
            return new NotAUser(reason);
        }

        var isUser = resource.Kind == ResourceKinds.User;
        var byId = isUser && IamNames.IsUserId(resource.Id);
        var name = isUser && !byId ? resource.Id : resource.Detail(ResourceDetails.UserName);
        var keyId = isUser ? resource.Detail(ResourceDetails.AccessKeyId) : resource.Id;
        return (name, keyId) switch
        {
            (null, _) when byId => new NotAUser($"the finding gives the user's unique id {resource.Id} and not its name, by which IAM's API takes users"),
            (not null, _) when !IamNames.IsUserName(name) => new NotAUser("the finding does not name the user by a valid IAM user name"),
            (_, not null) when !IamNames.IsAccessKeyId(keyId) => new NotAUser("the finding does not name the access key by a valid id"),
            (null, not null) when IamNames.IsTemporaryKeyId(keyId) => new NotAUser($"{keyId} is a temporary key and the finding does not say whose; CloudTrail shows its principal"),
            _ => new IamUser(name, byId ? resource.Id : IamNames.IsUserId(principal) ? principal : null, keyId),
        };
    }

    private static string? NotAUserBecause(string? userType, string? principal) => userType switch
    {
        "Root" => Root,
        "AssumedRole" or "Role" or "WebIdentityUser" or "SAMLUser" => Role,
        "FederatedUser" => "the session was made with GetFederationToken, and the finding does not say by which IAM user: CloudTrail does (the session's issuer); respond to that user, whose deny policy covers the session",
        "AWSAccount" => "the principal belongs to another account",
        "AWSService" => "the principal is an AWS service",
        "IdentityCenterUser" or "Directory" => "the principal is a user of IAM Identity Center or of a directory: disable it and end its sessions there",
        null or "" or "IAMUser" => principal switch
        {
            { Length: 12 } when principal.All(char.IsAsciiDigit) => Root,
            not null when principal.StartsWith("AROA", StringComparison.Ordinal) => Role,
            _ => null,
        },
        _ => "the finding does not say that the principal is an IAM user",
    };

    private const string Root = "root credentials: IAM policies do not bind the root user. Delete the root user's keys (signed in as root, or from the organization's management account with centralized root access), change its password, and restrict it with a service control policy";

    private const string Role = "temporary credentials of a role: they have no key that could be disabled; use cut-role-sessions on the role";
}
