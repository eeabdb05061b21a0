using System.Collections.Immutable;
using Amazon.EKS;
using Amazon.EKS.Model;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>The access entries of a cluster for the principals that a finding names.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
/// <param name="Mode">How the cluster authenticates; null where EKS does not say.</param>
/// <param name="Found">Principal ARNs and their entries.</param>
public sealed record ClusterEntries(string? Unfit, string? Mode, ImmutableArray<(string Principal, AttributeValue Entry)> Found, ImmutableDictionary<string, string> Tags)
{
    private const string AdminPolicy = "AmazonEKSClusterAdminPolicy";

    /// <summary>The users and roles that the finding names.</summary>
    public ImmutableArray<string> Named { get; init; } = [];

    /// <summary>Principals whose entries have the policy of an administrator.</summary>
    public ImmutableArray<string> Administrators { get; init; } = [];

    /// <summary>The users and roles behind the entries, with the tags that they have in IAM.</summary>
    public ImmutableArray<TouchedResource> Principals { get; init; } = [];

    internal static async Task<ClusterEntries> ReadAsync(ObserveContext context, CancellationToken cancel)
    {
        var (name, unfit, cluster, tags) = await context.ClusterAsync(cancel).ConfigureAwait(false);
        var mode = cluster.AccessConfig?.AuthenticationMode?.Value;
        var principals = PrincipalsOf(context.Plan.Finding, context.Aws.Account);
        var result = new ClusterEntries(unfit, mode, [], tags) { Named = [.. principals.Select(p => p.Id)] };
        if (unfit is not null || mode == "CONFIG_MAP" || principals.Count == 0)
        {
            return result;
        }

        var all = ListAsync(context.Aws, name, null, cancel);
        var administrators = ListAsync(context.Aws, name, $"arn:{context.Aws.Partition}:eks::aws:cluster-access-policy/{AdminPolicy}", cancel);
        await Task.WhenAll(all, administrators).ConfigureAwait(false);
        var theirs = all.Result.Where(arn => principals.Exists(p => IsOf(arn, p, context.Aws.Account))).Order(StringComparer.Ordinal).ToList();
        var tagged = Task.WhenAll(theirs.Select(arn => PrincipalAsync(context.Aws, Arn.TryParse(arn)!.Value, cancel)));
        var entries = Task.WhenAll(theirs.Select(arn => new ClusterAccessEntry().ReadAsync(context.Aws, ClusterAccessEntry.TargetOf(name, arn), cancel)));
        await Task.WhenAll(tagged, entries).ConfigureAwait(false);
        return result with { Found = [.. theirs.Zip(entries.Result).Where(e => !e.Second.IsAbsent)], Administrators = [.. administrators.Result], Principals = [.. tagged.Result] };
    }

    /// <remarks>Without tags where it was deleted: its entry lets nobody in.</remarks>
    private static async Task<TouchedResource> PrincipalAsync(AwsSession aws, Arn arn, CancellationToken cancel)
    {
        var isRole = arn.Resource.StartsWith("role/", StringComparison.Ordinal);
        var tags = isRole
            ? (await RoleState.RoleAsync(aws, arn.Name, cancel).ConfigureAwait(false))?.Tags
            : (await UserKeys.UserAsync(aws, arn.Name, cancel).ConfigureAwait(false))?.Tags;
        return new TouchedResource(isRole ? ResourceKinds.Role : ResourceKinds.User, arn.Name, (tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
    }

    /// <summary>Users and roles of the account: those of another one have names that may be somebody else's here.</summary>
    private static List<ResourceRef> PrincipalsOf(Finding finding, string account) =>
        [.. finding.Resources
            .Where(r => r.Kind is ResourceKinds.User or ResourceKinds.Role && (r.Detail(ResourceDetails.Account) ?? finding.Account) == account && r.HasWellFormedId)
            .DistinctBy(r => (r.Kind, r.Id))];

    /// <summary>The ARN has the path, which a finding does not name; the name alone is unique in the account.</summary>
    private static bool IsOf(string arn, ResourceRef principal, string account) =>
        Arn.TryParse(arn) is { Service: "iam" } parsed && parsed.Account == account && parsed.Name == principal.Id
        && parsed.Resource.StartsWith(principal.Kind == ResourceKinds.Role ? "role/" : "user/", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> ListAsync(AwsSession aws, string cluster, string? policy, CancellationToken cancel)
    {
        var found = new List<string>();
        var request = new ListAccessEntriesRequest { ClusterName = cluster, AssociatedPolicyArn = policy };
        do
        {
            var page = await aws.Client<IAmazonEKS>().ListAccessEntriesAsync(request, cancel).ConfigureAwait(false);
            found.AddRange(page.AccessEntries ?? []);
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is { Length: > 0 });
        return found;
    }
}
