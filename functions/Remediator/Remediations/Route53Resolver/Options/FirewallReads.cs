using Amazon.Route53Resolver;
using Amazon.Route53Resolver.Model;
using Remediator.Execution;

namespace Remediator.Remediations;

/// <summary>Reads of Route 53 Resolver DNS Firewall.</summary>
internal static class FirewallReads
{
    /// <summary>The id of the account's own list of that name; null for none.</summary>
    public static async Task<string?> ListIdAsync(AwsSession aws, string name, CancellationToken cancel)
    {
        var request = new ListFirewallDomainListsRequest { MaxResults = 100 };
        do
        {
            var page = await aws.Client<IAmazonRoute53Resolver>().ListFirewallDomainListsAsync(request, cancel).ConfigureAwait(false);
            if ((page.FirewallDomainLists ?? []).Find(l => l.Name == name && string.IsNullOrEmpty(l.ManagedOwnerName)) is { } found)
            {
                return found.Id;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return null;
    }

    /// <summary>Whether a rule group of the VPC has a rule that blocks the list; null when that can't be read.</summary>
    public static async Task<bool?> IsEnforcedAsync(AwsSession aws, string? vpc, string list, CancellationToken cancel)
    {
        if (vpc is null)
        {
            return null;
        }

        try
        {
            var resolver = aws.Client<IAmazonRoute53Resolver>();
            var groups = await resolver.ListFirewallRuleGroupAssociationsAsync(new ListFirewallRuleGroupAssociationsRequest { VpcId = vpc, MaxResults = 100 }, cancel).ConfigureAwait(false);
            foreach (var group in groups.FirewallRuleGroupAssociations ?? [])
            {
                var rules = await resolver.ListFirewallRulesAsync(
                    new ListFirewallRulesRequest { FirewallRuleGroupId = group.FirewallRuleGroupId, Action = Amazon.Route53Resolver.Action.BLOCK, MaxResults = 100 }, cancel).ConfigureAwait(false);
                if ((rules.FirewallRules ?? []).Exists(r => r.FirewallDomainListId == list))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return null;
        }
    }
}
