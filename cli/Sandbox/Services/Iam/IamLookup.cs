using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Iam;

/// <summary>Finding users and roles, paging, and asking IAM on their ARNs.</summary>
internal static class IamLookup
{
    /// <summary>The user that the call names; the caller itself when it is a user and names none.</summary>
    public static User FindUser(Call call)
    {
        if (call.Parameters["UserName"] is null && call.Caller.RootTask is not null)
        {
            Ask(call, call.Account.Root!.Arn);
            return call.Account.Root;
        }

        var name = call.Parameters["UserName"] ?? call.Caller.User ?? throw new AwsError("ValidationError", "Must specify userName when calling with non-User credentials");
        Ask(call, call.Account.Users.GetValueOrDefault(name)?.Arn ?? $"arn:aws:iam::{call.Account.Id}:user/{name}");
        return call.Account.Users.GetValueOrDefault(name) ?? throw Missing($"The user with name {name} cannot be found.");
    }

    public static Role FindRole(Call call, bool toChange = false)
    {
        var name = call.Parameters.Required("RoleName");
        Ask(call, call.Account.Roles.GetValueOrDefault(name)?.Arn ?? $"arn:aws:iam::{call.Account.Id}:role/{name}");
        var role = call.Account.Roles.GetValueOrDefault(name) ?? throw Missing($"The role with name {name} cannot be found.");
        return toChange && role.Unmodifiable
            ? throw new AwsError("UnmodifiableEntity", $"Cannot perform the operation on the protected role '{role.Name}' - this role is only modifiable by AWS")
            : role;
    }

    public static AwsError Missing(string message) => new("NoSuchEntity", message, 404);

    /// <summary>One page in IAM's manner: Marker, MaxItems, IsTruncated.</summary>
    public static Answer Page<T>(Call call, string list, IEnumerable<T> all, Func<T, object?> content, params object?[] more)
    {
        var (items, next) = call.Page([.. all], call.Parameters["Marker"], call.Parameters.Int("MaxItems"), usual: 100);
        return Answer.Xml(
            new XElement(list, items.Select(i => new XElement("member", content(i)))),
            new XElement("IsTruncated", next is not null),
            next is null ? null : new XElement("Marker", next),
            more);
    }

    public static Answer Tags(Call call, IamIdentity identity) =>
        Page(call, "Tags", identity.Tags, t => new object[] { new XElement("Key", t.Key), new XElement("Value", t.Value) });

    public static XElement? TagList(IamIdentity identity) => identity.Tags.Count == 0 ? null
        : new XElement("Tags", identity.Tags.Select(t => new XElement("member", new XElement("Key", t.Key), new XElement("Value", t.Value))));

    private static void Ask(Call call, string arn) => call.Demand(call.Operation.DefaultAction, arn);
}
