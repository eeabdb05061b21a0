using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>A call to IAM or IAM Roles Anywhere that leaves a way back in, as CloudTrail shows it.</summary>
/// <param name="What">In words: "access key AKIA... of bob".</param>
/// <param name="FollowUp">What to do about it.</param>
public sealed record PersistenceEvent(string Call, DateTimeOffset? Time, string What, string FollowUp)
{
    private static readonly Answer DisableKeys = new("disable-access-keys on its user", ResourceKinds.User, "disable-access-keys");
    private static readonly Answer Deny = new("deny-user on it", ResourceKinds.User, "deny-user");
    private static readonly Answer RemovePassword = new("remove-login-profile on the user, or deny-user", ResourceKinds.User, "deny-user", "remove-login-profile");
    private static readonly Answer DisableCredentials = new("disable-user-credentials on the user", ResourceKinds.User, "disable-user-credentials");
    private static readonly Answer Quarantine = new("quarantine-role on it", ResourceKinds.Role, "quarantine-role");
    private static readonly Answer LookAtUser = new("look at the user; deny-user stops it", ResourceKinds.User, "deny-user");
    private static readonly Answer LookAtRole = new("look at the role; quarantine-role stops it", ResourceKinds.Role, "quarantine-role");
    private static readonly Answer LookAt = new("look at it, and delete it if nobody knows it", null);

    private static readonly FrozenDictionary<string, (string What, string[] Names, Answer FollowUp)> Known = new Dictionary<string, (string, string[], Answer)>(StringComparer.Ordinal)
    {
        ["CreateAccessKey"] = ("access key", ["accessKeyId", "userName"], DisableKeys),
        ["UpdateAccessKey"] = ("status of access key", ["accessKeyId", "userName"], DisableKeys),
        ["CreateUser"] = ("user", ["userName"], Deny),
        ["CreateLoginProfile"] = ("console password of user", ["userName"], RemovePassword),
        ["UpdateLoginProfile"] = ("console password of user", ["userName"], RemovePassword),
        ["CreateServiceSpecificCredential"] = ("service-specific credential of user", ["userName"], DisableCredentials),
        ["ResetServiceSpecificCredential"] = ("service-specific credential of user", ["userName"], DisableCredentials),
        ["UploadSSHPublicKey"] = ("SSH key of user", ["userName"], DisableCredentials),
        ["UploadSigningCertificate"] = ("signing certificate of user", ["userName"], DisableCredentials),
        ["CreateVirtualMFADevice"] = ("MFA device", ["virtualMFADeviceName"], LookAt),
        ["EnableMFADevice"] = ("MFA device of user", ["userName", "serialNumber"], LookAtUser),
        ["DeactivateMFADevice"] = ("MFA taken off user", ["userName", "serialNumber"], LookAtUser),
        ["AddUserToGroup"] = ("group membership of user", ["userName", "groupName"], LookAtUser),
        ["AttachUserPolicy"] = ("policy of user", ["userName", "policyArn"], LookAtUser),
        ["PutUserPolicy"] = ("policy of user", ["userName", "policyName"], LookAtUser),
        ["DeleteUserPermissionsBoundary"] = ("permissions boundary taken off user", ["userName"], LookAtUser),
        ["CreateRole"] = ("role", ["roleName"], Quarantine),
        ["UpdateAssumeRolePolicy"] = ("trust policy of role", ["roleName"], LookAtRole),
        ["AttachRolePolicy"] = ("policy of role", ["roleName", "policyArn"], LookAtRole),
        ["PutRolePolicy"] = ("policy of role", ["roleName", "policyName"], LookAtRole),
        ["DeleteRolePermissionsBoundary"] = ("permissions boundary taken off role", ["roleName"], LookAtRole),
        ["CreatePolicy"] = ("policy", ["policyName"], LookAt),
        ["CreatePolicyVersion"] = ("version of policy", ["policyArn"], LookAt),
        ["SetDefaultPolicyVersion"] = ("version of policy", ["policyArn"], LookAt),
        ["AttachGroupPolicy"] = ("policy of group", ["groupName", "policyArn"], LookAt),
        ["PutGroupPolicy"] = ("policy of group", ["groupName", "policyName"], LookAt),
        ["CreateSAMLProvider"] = ("SAML provider", ["name"], LookAt),
        ["UpdateSAMLProvider"] = ("SAML provider", ["sAMLProviderArn"], LookAt),
        ["CreateOpenIDConnectProvider"] = ("OpenID Connect provider", ["url"], LookAt),
        ["AddClientIDToOpenIDConnectProvider"] = ("client of OpenID Connect provider", ["openIDConnectProviderArn"], LookAt),
        ["UpdateOpenIDConnectProviderThumbprint"] = ("thumbprint of OpenID Connect provider", ["openIDConnectProviderArn"], LookAt),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Certificates of an authority that somebody else has become sessions of the roles in a profile.</summary>
    private static readonly FrozenDictionary<string, (string What, string[] Names, Answer FollowUp)> Anywhere = new Dictionary<string, (string, string[], Answer)>(StringComparer.Ordinal)
    {
        ["CreateTrustAnchor"] = ("trust anchor of IAM Roles Anywhere", ["name"], LookAt),
        ["UpdateTrustAnchor"] = ("trust anchor of IAM Roles Anywhere", ["name", "trustAnchorId"], LookAt),
        ["CreateProfile"] = ("profile of IAM Roles Anywhere", ["name"], LookAt),
        ["UpdateProfile"] = ("profile of IAM Roles Anywhere", ["name", "profileId"], LookAt),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The user or role that the steps are for, as its ARN ends, where the event names it by a valid name; null else.</summary>
    public string? Subject { get; private init; }

    /// <summary>The steps that answer it; none where a person has to look.</summary>
    public ImmutableArray<string> Steps { get; private init; } = [];

    /// <summary>The steps, each on the resource in the account that was looked at.</summary>
    public IEnumerable<FollowUp> FollowUps(string partition, string account) => Steps.Select(step => new FollowUp(step, $"arn:{partition}:iam::{account}:{Subject}"));

    /// <summary>Calls to IAM Roles Anywhere that are looked up by their names.</summary>
    internal static IEnumerable<string> OfRolesAnywhere => Anywhere.Keys;

    public override string ToString() => $"{What} ({Call}{(Time is { } time ? " at " + time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "")}): {FollowUp}.";

    /// <summary>Null for a call that failed, that leaves nothing, or that another principal made, such as one under the same session name.</summary>
    /// <param name="name">A user's name, or the name of a role's session.</param>
    /// <param name="role">The role of the session; null for a user.</param>
    internal static PersistenceEvent? Read(string? json, string name, string? role)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "");
            var root = document.RootElement;
            var call = root.Field("eventName").Text() ?? "";
            var caller = root.Field("userIdentity");
            var issuer = caller.Field("sessionContext").Field("sessionIssuer").Field("userName").Text();
            var calls = root.Field("eventSource").Text() switch
            {
                "iam.amazonaws.com" => Known,

                // Looked up by call, not by caller.
                EventHistory.RolesAnywhere when IsOf(caller, name, role) => Anywhere,
                _ => null,
            };
            if (calls is null || root.Field("errorCode").Text() is not null || issuer != role || !calls.TryGetValue(call, out var known))
            {
                return null;
            }

            var (request, answer) = (root.Field("requestParameters"), root.Field("responseElements").Field("accessKey"));
            var names = known.Names.Select(n => SafeText.IdentifierOrNull(answer.Field(n).Text() ?? request.Field(n).Text())).OfType<string>();
            var time = DateTimeOffset.TryParse(root.Field("eventTime").Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed : (DateTimeOffset?)null;
            var subject = known.FollowUp.Kind switch
            {
                ResourceKinds.User when (answer.Field("userName").Text() ?? request.Field("userName").Text()) is { } user && IamNames.IsUserName(user) => $"user/{user}",
                ResourceKinds.Role when request.Field("roleName").Text() is { } named && IamNames.IsRoleName(named) => $"role/{named}",
                _ => null,
            };
            return new PersistenceEvent(call, time, $"{known.What} {string.Join(" / ", names)}".TrimEnd(), known.FollowUp.Words)
            {
                Subject = subject,
                Steps = subject is null ? [] : [.. known.FollowUp.Steps],
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsOf(JsonElement caller, string name, string? role) =>
        role is null ? caller.Field("userName").Text() == name : caller.Field("arn").Text()?.EndsWith($"/{name}", StringComparison.Ordinal) == true;

    /// <param name="Kind">Of what the steps are for; null where there are none.</param>
    private sealed record Answer(string Words, string? Kind, params string[] Steps);
}
