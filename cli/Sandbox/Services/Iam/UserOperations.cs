using System.Xml.Linq;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Iam;

[Iam]
internal static class UserOperations
{
    public static Answer GetUser(Call call)
    {
        var user = IamLookup.FindUser(call);
        return Answer.Xml(new XElement(
            "User",
            new XElement("Path", user.Path),
            new XElement("UserName", user.Name),
            new XElement("UserId", user.Id),
            new XElement("Arn", user.Arn),
            new XElement("CreateDate", user.Created),
            IamLookup.TagList(user)));
    }

    public static Answer ListUserTags(Call call) => IamLookup.Tags(call, IamLookup.FindUser(call));

    public static Answer ListAccessKeys(Call call)
    {
        var user = IamLookup.FindUser(call);
        return IamLookup.Page(call, "AccessKeyMetadata", user.AccessKeys, k => new object[]
        {
            new XElement("UserName", user.Name),
            new XElement("AccessKeyId", k.Key),
            new XElement("Status", k.Value.Status),
            new XElement("CreateDate", k.Value.Created),
        });
    }

    public static Answer DeleteAccessKey(Call call)
    {
        var (user, id) = (IamLookup.FindUser(call), call.Parameters.Required("AccessKeyId"));
        return user.AccessKeys.Remove(id) ? Answer.Empty : throw IamLookup.Missing($"The Access Key with id {id} cannot be found.");
    }

    public static Answer UpdateAccessKey(Call call)
    {
        var user = IamLookup.FindUser(call);
        var id = call.Parameters.Required("AccessKeyId");
        var status = call.Parameters.Required("Status");
        if (status is not ("Active" or "Inactive" or "Expired"))
        {
            throw new AwsError("ValidationError", $"1 validation error detected: Value '{status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive, Expired]");
        }

        var key = user.AccessKeys.GetValueOrDefault(id) ?? throw IamLookup.Missing($"The Access Key with id {id} cannot be found.");
        key.Status = status;
        return Answer.Empty;
    }

    public static Answer GetAccessKeyLastUsed(Call call)
    {
        var id = call.Parameters.Required("AccessKeyId");
        var user = call.Account.Users.Values.FirstOrDefault(u => u.AccessKeys.ContainsKey(id));
        call.Demand(call.Operation.DefaultAction, user?.Arn ?? "*");
        if (user is null)
        {
            // AWS refuses to say whether a key of another account exists.
            throw new AwsError("AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key {id}", 403);
        }

        var used = user.AccessKeys[id].LastUsed;
        return Answer.Xml(
            new XElement("UserName", user.Name),
            new XElement(
                "AccessKeyLastUsed",
                used is null ? null : new XElement("LastUsedDate", used.Time),
                new XElement("ServiceName", used?.Service ?? "N/A"),
                new XElement("Region", used?.Region ?? "N/A")));
    }
}
