using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Iam;

[Iam]
internal static class RoleOperations
{
    public static Answer GetRole(Call call) => Answer.Xml(new XElement("Role", Content(IamLookup.FindRole(call), withTags: true)));

    public static Answer ListRoleTags(Call call) => IamLookup.Tags(call, IamLookup.FindRole(call));

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
        withTags ? IamLookup.TagList(role) : null,
    ];
}
