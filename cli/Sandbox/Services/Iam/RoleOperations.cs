using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Iam;

[Iam]
internal static partial class RoleOperations
{
    public static Answer GetRole(Call call) => Answer.Xml(new XElement("Role", Content(IamLookup.FindRole(call), withTags: true)));

    public static Answer ListRoleTags(Call call) => IamLookup.Tags(call, IamLookup.FindRole(call));

    public static Answer UpdateAssumeRolePolicy(Call call)
    {
        var role = IamLookup.FindRole(call, toChange: true);
        var document = call.Parameters.Required("PolicyDocument");
        if (JsonNode.Parse(document)?["Statement"] is null)
        {
            throw new AwsError("MalformedPolicyDocument", "This policy contains invalid Json");
        }

        // What IAM shows of a principal that was deleted, and does not take back.
        if (DeletedPrincipal().Match(document) is { Success: true } deleted)
        {
            throw new AwsError("MalformedPolicyDocument", $"Invalid principal in policy: \"AWS\":{deleted.Value}");
        }

        role.TrustPolicy = document;
        return Answer.Empty;
    }

    public static Answer PutRolePermissionsBoundary(Call call)
    {
        var role = IamLookup.FindRole(call, toChange: true);
        var arn = call.Parameters.Required("PermissionsBoundary");
        role.Boundary = arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains(":policy/", StringComparison.Ordinal)
            ? arn
            : throw new AwsError("InvalidInput", $"ARN {arn} is not valid.");
        return Answer.Empty;
    }

    public static Answer DeleteRolePermissionsBoundary(Call call)
    {
        var role = IamLookup.FindRole(call, toChange: true);
        role.Boundary = role.Boundary is null ? throw IamLookup.Missing($"The role {role.Name} has no permissions boundary.") : null;
        return Answer.Empty;
    }

    public static Answer GetInstanceProfile(Call call)
    {
        var name = call.Parameters.Required("InstanceProfileName");
        var profile = call.Account.InstanceProfiles.GetValueOrDefault(name);
        call.Demand(call.Operation.DefaultAction, profile?.Arn ?? $"arn:aws:iam::{call.Account.Id}:instance-profile/{name}");
        return profile is null
            ? throw IamLookup.Missing($"Instance Profile {name} cannot be found.")
            : Answer.Xml(new XElement(
                "InstanceProfile",
                new XElement("Path", profile.Path),
                new XElement("InstanceProfileName", profile.Name),
                new XElement("InstanceProfileId", profile.Id),
                new XElement("Arn", profile.Arn),
                new XElement("CreateDate", profile.Created),
                new XElement("Roles", call.Account.Roles.TryGetValue(profile.RoleName, out var role) ? new XElement("member", Content(role, withTags: false)) : null)));
    }

    private static IEnumerable<object?> Content(Role role, bool withTags) =>
    [
        new XElement("Path", role.Path),
        new XElement("RoleName", role.Name),
        new XElement("RoleId", role.Id),
        new XElement("Arn", role.Arn),
        new XElement("CreateDate", role.Created),
        new XElement("AssumeRolePolicyDocument", Uri.EscapeDataString(role.TrustPolicy)),
        new XElement("MaxSessionDuration", 3600),
        role.Boundary is null ? null
            : new XElement("PermissionsBoundary", new XElement("PermissionsBoundaryType", "Policy"), new XElement("PermissionsBoundaryArn", role.Boundary)),
        withTags ? IamLookup.TagList(role) : null,
    ];

    [GeneratedRegex("\"A[A-Z]{3}[A-Z0-9]{12,}\"")]
    private static partial Regex DeletedPrincipal();
}
