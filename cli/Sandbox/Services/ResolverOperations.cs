using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>DNS Firewall of Route 53 Resolver.</summary>
[Service("route53resolver", Protocol.Json)]
internal static class ResolverOperations
{
    [Checks("*")]
    public static Answer ListFirewallDomainLists(Call call) =>
        Page(call, "FirewallDomainLists", [.. call.Region.DomainLists.Values], l => new JsonObject { ["Id"] = l.Id, ["Name"] = l.Name, ["Arn"] = Arn(call, l.Id) });

    public static Answer ListFirewallDomains(Call call) => Page(call, "Domains", [.. Find(call).Domains], d => (JsonNode)(d + "."));

    public static Answer UpdateFirewallDomains(Call call)
    {
        var list = Find(call);
        var domains = call.Document["Domains"]!.AsArray().Select(d => d!.GetValue<string>().TrimEnd('.').ToLowerInvariant()).ToList();
        switch (call.Parameters.Required("Operation"))
        {
            case "ADD":
                list.Domains.UnionWith(domains);
                break;
            case "REMOVE":
                list.Domains.ExceptWith(domains);
                break;
            default:
                throw new AwsError("ValidationException", "Operation must be ADD, REMOVE or REPLACE.");
        }

        return Answer.Json(new JsonObject { ["Id"] = list.Id, ["Name"] = list.Name, ["Status"] = "UPDATING" });
    }

    /// <remarks>One rule group for each list and VPC.</remarks>
    [Checks("*")]
    public static Answer ListFirewallRuleGroupAssociations(Call call) =>
        Page(
            call,
            "FirewallRuleGroupAssociations",
            [.. call.Region.DomainLists.Values.Where(l => l.BlockedIn.Contains(call.Parameters["VpcId"] ?? ""))],
            l => new JsonObject { ["Id"] = "rslvr-frgassoc-" + l.Id, ["FirewallRuleGroupId"] = "rslvr-frg-" + l.Id, ["VpcId"] = call.Parameters["VpcId"] });

    public static Answer ListFirewallRules(Call call)
    {
        var group = call.Parameters.Required("FirewallRuleGroupId");
        call.Demand(call.Operation.DefaultAction, World.Arn("route53resolver", call.RegionName, call.Account.Id, "firewall-rule-group/" + group));
        return Page(
            call,
            "FirewallRules",
            [.. call.Region.DomainLists.Values.Where(l => "rslvr-frg-" + l.Id == group)],
            l => new JsonObject { ["FirewallRuleGroupId"] = group, ["FirewallDomainListId"] = l.Id, ["Action"] = "BLOCK" });
    }

    private static Answer Page<T>(Call call, string name, IReadOnlyList<T> all, Func<T, JsonNode> write)
    {
        var (items, next) = call.Page(all, call.Parameters["NextToken"], call.Parameters.Int("MaxResults"));
        var answer = new JsonObject { [name] = new JsonArray([.. items.Select(write)]) };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return Answer.Json(answer);
    }

    private static DomainList Find(Call call)
    {
        var id = call.Parameters.Required("FirewallDomainListId");
        call.Demand(call.Operation.DefaultAction, Arn(call, id));
        return call.Region.DomainLists.GetValueOrDefault(id) ?? throw new AwsError("ResourceNotFoundException", $"[RSLVR-02017] The domain list '{id}' does not exist.");
    }

    private static string Arn(Call call, string id) => World.Arn("route53resolver", call.RegionName, call.Account.Id, "firewall-domain-list/" + id);
}
