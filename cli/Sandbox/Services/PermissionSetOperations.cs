using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>Permission sets of IAM Identity Center; provisioning ends at once.</summary>
[Service("sso", Protocol.Json, Global = true)]
internal static class PermissionSetOperations
{
    [Checks("*")]
    public static Answer ListInstances(Call call) => Answer.Json(new JsonObject
    {
        ["Instances"] = new JsonArray([.. call.Account.PermissionSets.Keys.Select(InstanceOf).Distinct().Select(i => new JsonObject { ["InstanceArn"] = i, ["Status"] = "ACTIVE" })]),
    });

    public static Answer ListPermissionSetsProvisionedToAccount(Call call)
    {
        var (instance, account) = (call.Parameters.Required("InstanceArn"), call.Parameters.Required("AccountId"));
        Ask(call, instance, $"arn:aws:sso:::account/{account}");
        var all = call.Account.PermissionSets.Values.Where(s => InstanceOf(s.Arn) == instance && s.Accounts.ContainsKey(account));
        if (call.Account.PermissionSets.Values.Any(s => InstanceOf(s.Arn) == instance && s.IsOfAccountInstance))
        {
            throw new AwsError("ValidationException", "The operation is not supported for account instances of IAM Identity Center.");
        }

        var chosen = call.Parameters["ProvisioningStatus"] switch
        {
            "LATEST_PERMISSION_SET_PROVISIONED" => all.Where(s => s.Accounts[account] == s.InlinePolicy),
            "LATEST_PERMISSION_SET_NOT_PROVISIONED" => all.Where(s => s.Accounts[account] != s.InlinePolicy),
            _ => all,
        };
        var (items, next) = call.Page([.. chosen], call.Parameters["NextToken"], call.Parameters.Int("MaxResults"), usual: 100);
        return Answer.Json(new JsonObject { ["PermissionSets"] = new JsonArray([.. items.Select(s => (JsonNode)s.Arn)]), ["NextToken"] = next });
    }

    public static Answer DescribePermissionSet(Call call)
    {
        var set = Find(call);
        return Answer.Json(new JsonObject { ["PermissionSet"] = new JsonObject { ["Name"] = set.Name, ["PermissionSetArn"] = set.Arn } });
    }

    public static Answer ListTagsForResource(Call call)
    {
        var set = Find(call, "ResourceArn");
        return Answer.Json(new JsonObject { ["Tags"] = new JsonArray([.. set.Tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]) });
    }

    public static Answer GetInlinePolicyForPermissionSet(Call call) => Answer.Json(new JsonObject { ["InlinePolicy"] = Find(call).InlinePolicy ?? "" });

    public static Answer PutInlinePolicyToPermissionSet(Call call)
    {
        Find(call).InlinePolicy = call.Parameters.Required("InlinePolicy");
        return Answer.Json([]);
    }

    public static Answer DeleteInlinePolicyFromPermissionSet(Call call)
    {
        Find(call).InlinePolicy = null;
        return Answer.Json([]);
    }

    public static Answer ProvisionPermissionSet(Call call)
    {
        var (set, account) = (Find(call), call.Parameters.Required("TargetId"));
        Ask(call, $"arn:aws:sso:::account/{account}");
        if (!set.IsSlow && set.Accounts.ContainsKey(account))
        {
            set.Accounts[account] = set.InlinePolicy;
        }

        return Answer.Json(new JsonObject { ["PermissionSetProvisioningStatus"] = new JsonObject { ["Status"] = "IN_PROGRESS" } });
    }

    private static PermissionSet Find(Call call, string parameter = "PermissionSetArn")
    {
        var arn = call.Parameters.Required(parameter);
        Ask(call, call.Parameters.Required("InstanceArn"), arn);
        return call.Account.PermissionSets.GetValueOrDefault(arn) ?? throw new AwsError("ResourceNotFoundException", "PermissionSet not found.");
    }

    private static string InstanceOf(string arn) => $"arn:aws:sso:::instance/{arn.Split('/')[1]}";

    private static void Ask(Call call, params string[] arns)
    {
        foreach (var arn in arns)
        {
            call.Demand(call.Operation.DefaultAction, arn);
        }
    }
}
