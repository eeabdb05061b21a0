using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

[Service("wafv2", Protocol.Json)]
internal static class WafOperations
{
    [Checks("*")]
    public static Answer ListIPSets(Call call)
    {
        var (items, next) = call.Page([.. call.Region.IpSets.Values], call.Parameters["NextMarker"], call.Parameters.Int("Limit"));
        var answer = new JsonObject
        {
            ["IPSets"] = new JsonArray([.. items.Select(s => (JsonNode)new JsonObject { ["Name"] = s.Name, ["Id"] = s.Id, ["ARN"] = s.Arn, ["LockToken"] = Token(s) })]),
        };
        if (next is not null)
        {
            answer["NextMarker"] = next;
        }

        return Answer.Json(answer);
    }

    public static Answer GetIPSet(Call call)
    {
        var set = Find(call);
        return Answer.Json(new JsonObject
        {
            ["IPSet"] = new JsonObject
            {
                ["Name"] = set.Name,
                ["Id"] = set.Id,
                ["ARN"] = set.Arn,
                ["IPAddressVersion"] = set.Version,
                ["Addresses"] = new JsonArray([.. set.Addresses.Select(a => (JsonNode)a)]),
            },
            ["LockToken"] = Token(set),
        });
    }

    public static Answer UpdateIPSet(Call call)
    {
        var set = Find(call);
        if (call.Document["LockToken"]?.GetValue<string>() != Token(set))
        {
            throw new AwsError("WAFOptimisticLockException", "AWS WAF couldn't save your changes because someone changed the resource after you started to edit it.");
        }

        set.Addresses = new SortedSet<string>(call.Document["Addresses"]!.AsArray().Select(a => a!.GetValue<string>()), StringComparer.Ordinal);
        set.LockToken++;
        return Answer.Json(new JsonObject { ["NextLockToken"] = Token(set) });
    }

    private static WafIpSet Find(Call call)
    {
        var set = call.Region.IpSets.GetValueOrDefault(call.Parameters.Required("Id"));
        call.Demand(call.Operation.DefaultAction, set?.Arn ?? World.Arn("wafv2", call.RegionName, call.Account.Id, $"regional/ipset/{call.Parameters["Name"]}/{call.Parameters["Id"]}"));
        return set is not null && set.Name == call.Parameters.Required("Name") && call.Parameters["Scope"] == "REGIONAL"
            ? set
            : throw new AwsError("WAFNonexistentItemException", "AWS WAF couldn't perform the operation because your resource doesn't exist.");
    }

    private static string Token(WafIpSet set) => $"00000000-0000-4000-8000-{set.LockToken.ToString("D12", CultureInfo.InvariantCulture)}";
}
