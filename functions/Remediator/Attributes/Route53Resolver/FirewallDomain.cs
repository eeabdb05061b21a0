using Amazon.Route53Resolver;
using Amazon.Route53Resolver.Model;
using Remediator.Attributes.Route53Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The entries of a DNS Firewall domain list for one domain, by itself and as a wildcard; target <c>list-id/domain</c>.</summary>
public sealed class FirewallDomain : ResourceAttribute
{
    private const string ListArn = "arn:{partition}:route53resolver:{region}:{account}:firewall-domain-list/{domainList}";
    private const int PageSize = 5000;

    public override string Label => "blocked domain";

    public override IReadOnlyList<Permission> ReadPermissions => [new("route53resolver:ListFirewallDomains", ListArn)];

    public override IReadOnlyList<Permission> WritePermissions => [new("route53resolver:UpdateFirewallDomains", ListArn)];

    internal static Target Of(string listId, RemoteDomain domain) => new("AWS::Route53Resolver::FirewallDomainList", $"{listId}/{domain.Name}");

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (list, domain) = Parse(target);
        var request = new ListFirewallDomainsRequest { FirewallDomainListId = list, MaxResults = PageSize };
        var found = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var page = await aws.Client<IAmazonRoute53Resolver>().ListFirewallDomainsAsync(request, cancel).ConfigureAwait(false);
            found.UnionWith((page.Domains ?? []).Select(RemoteDomain.Plain).Intersect(domain.Entries, StringComparer.Ordinal));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return AttributeValue.OfSet(found);
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (list, _) = Parse(request.Target);
        var (live, wanted) = (request.Current.ToStrings(), request.Wanted.ToStrings());
        await UpdateAsync(aws, list, FirewallDomainUpdateOperation.ADD, wanted.Except(live, StringComparer.Ordinal), cancel).ConfigureAwait(false);
        await UpdateAsync(aws, list, FirewallDomainUpdateOperation.REMOVE, live.Except(wanted, StringComparer.Ordinal), cancel).ConfigureAwait(false);
    }

    public override string Describe(AttributeValue value) => value.ToStrings() is { Count: > 0 } entries ? string.Join(", ", entries) : "not listed";

    private static async Task UpdateAsync(AwsSession aws, string list, FirewallDomainUpdateOperation operation, IEnumerable<string> domains, CancellationToken cancel)
    {
        if (domains.ToList() is { Count: > 0 } some)
        {
            await aws.Client<IAmazonRoute53Resolver>().UpdateFirewallDomainsAsync(
                new UpdateFirewallDomainsRequest { FirewallDomainListId = list, Operation = operation, Domains = some }, cancel).ConfigureAwait(false);
        }
    }

    private static (string List, RemoteDomain Domain) Parse(Target target) =>
        target.Id.Split('/', 2) is [var list, var text] && RemoteDomain.Parse(text) is { } domain
            ? (list, domain)
            : throw new FormatException($"'{target.Id}' is not of the form list-id/domain.");
}
