using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>Stateful rule groups of Network Firewall; a rule takes one of the capacity.</summary>
[Service("network-firewall", Protocol.Json)]
internal static class RuleGroupOperations
{
    public static Answer DescribeRuleGroup(Call call)
    {
        var group = Find(call);
        return Answer.Json(new JsonObject
        {
            ["UpdateToken"] = Token(group),
            ["RuleGroup"] = new JsonObject
            {
                ["RuleVariables"] = new JsonObject { ["IPSets"] = new JsonObject { ["HOME_NET"] = new JsonObject { ["Definition"] = new JsonArray([.. group.HomeNet.Select(n => (JsonNode)n)]) } } },
                ["RulesSource"] = group.Rules is null ? [] : new JsonObject { ["RulesString"] = group.Rules },
            },
            ["RuleGroupResponse"] = new JsonObject
            {
                ["RuleGroupName"] = group.Name,
                ["Type"] = "STATEFUL",
                ["Description"] = group.Description,
                ["Capacity"] = group.Capacity,
                ["ConsumedCapacity"] = Rules(group.Rules),
                ["Tags"] = new JsonArray([.. group.Tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]),
            },
        });
    }

    public static Answer UpdateRuleGroup(Call call)
    {
        var group = Find(call);
        var (rules, wanted) = (call.Document["RuleGroup"]!["RulesSource"]!["RulesString"]!.GetValue<string>(), call.Document["RuleGroup"]!["RuleVariables"]?["IPSets"]?["HOME_NET"]?["Definition"] as JsonArray);
        if (call.Parameters.Required("UpdateToken") != Token(group))
        {
            throw new AwsError("InvalidTokenException", "The token you provided is stale or isn't valid for the operation.");
        }

        if (string.IsNullOrWhiteSpace(rules))
        {
            // AWS documents no group without text, and its own samples keep a comment in one without rules: here it is refused.
            throw new AwsError("InvalidRequestException", "The rules of a stateful rule group can't be empty.");
        }

        if (Rules(rules) > group.Capacity)
        {
            throw new AwsError("InvalidRequestException", "The rule group's capacity is exceeded.");
        }

        (group.Rules, group.Description, group.Token) = (rules, call.Parameters["Description"], group.Token + 1);
        group.HomeNet = new SortedSet<string>((wanted ?? []).Select(n => n!.GetValue<string>()), StringComparer.Ordinal);
        return Answer.Json(new JsonObject { ["UpdateToken"] = Token(group) });
    }

    private static FirewallRuleGroup Find(Call call)
    {
        var name = call.Parameters.Required("RuleGroupName");
        call.Demand(call.Operation.DefaultAction, World.Arn("network-firewall", call.RegionName, call.Account.Id, $"stateful-rulegroup/{name}"));
        return call.Parameters["Type"] == "STATEFUL" && call.Region.RuleGroups.GetValueOrDefault(name) is { } group
            ? group
            : throw new AwsError("ResourceNotFoundException", "Unable to find the rule group.");
    }

    private static int Rules(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Count(l => !l.StartsWith('#'));

    private static string Token(FirewallRuleGroup group) => $"00000000-0000-4000-8000-{group.Token.ToString("D12", CultureInfo.InvariantCulture)}";
}
