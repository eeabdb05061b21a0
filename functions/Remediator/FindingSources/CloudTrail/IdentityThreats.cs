using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Calls of the root user's own, and those that take the account out of its organization's hands.</summary>
internal static class IdentityThreats
{
    public const string SignIn = "signin.amazonaws.com";
    private const string Organizations = "organizations.amazonaws.com";
    private const string Iam = "iam.amazonaws.com";

    public static IReadOnlyList<Threat> All { get; } =
    [
        new(SignIn, "ConsoleLogin", "SignIn", SeverityLabel.High, "The root user signed in") { Suffix = ".Root", Only = IsRootSignIn },
        new(Organizations, "LeaveOrganization", "Organizations", SeverityLabel.Critical, "The account left its organization"),
        new(Organizations, "RemoveAccountFromOrganization", "Organizations", SeverityLabel.Critical, "An account was removed from the organization")
        {
            Resources = ThreatResources.Named(ResourceKinds.Account, "accountId"),
        },
        new(Organizations, "DeleteOrganization", "Organizations", SeverityLabel.Critical, "The organization was deleted"),
        new(Organizations, "DisablePolicyType", "Organizations", SeverityLabel.Critical, "The organization's policies were switched off"),
        new(Organizations, "DetachPolicy", "Organizations", SeverityLabel.High, "A policy of the organization was detached")
        {
            Resources = ThreatResources.Named("AWS::Organizations::Policy", "policyId"),
        },
        new(Iam, "CreateAccessKey", "IAM", SeverityLabel.Critical, "An access key of the root user was created") { Suffix = ".Root", Only = IsRootsOwn },
        new(Iam, "CreateSAMLProvider", "IAM", SeverityLabel.Medium, "A SAML provider was added"),
        new(Iam, "CreateOpenIDConnectProvider", "IAM", SeverityLabel.Medium, "An OpenID Connect provider was added"),
    ];

    private static bool IsRootSignIn(CloudTrailCall call) => IsRoot(call) && call.Response.Text("ConsoleLogin") == "Success";

    /// <summary>With a user's name the key is that user's.</summary>
    private static bool IsRootsOwn(CloudTrailCall call) => IsRoot(call) && call.Request.Text("userName") is null;

    private static bool IsRoot(CloudTrailCall call) => call.Record.Field("userIdentity").Text("type") == "Root";
}
