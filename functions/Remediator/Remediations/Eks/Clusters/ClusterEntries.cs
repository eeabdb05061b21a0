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

    /// <summary>ARNs of principals of the same name that are not proven to be those of the finding.</summary>
    public ImmutableArray<string> Namesakes { get; init; } = [];

    /// <summary>ARNs of those found that are in another account.</summary>
    public ImmutableArray<string> Foreign { get; init; } = [];

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
        var namesakes = all.Result.Where(arn => principals.Exists(p => IsOf(arn, p))).Order(StringComparer.Ordinal).ToList();
        var (account, caller) = (context.Aws.Account, context.Resource.Detail(ResourceDetails.CallerAccount) ?? context.Aws.Account);
        var candidates = namesakes.Where(arn => AccountOf(arn) == account || AccountOf(arn) == caller).ToList();
        var owning = Task.WhenAll(candidates.Where(arn => AccountOf(arn) == account).Select(arn => PrincipalAsync(context.Aws, arn, cancel)));
        var reading = Task.WhenAll(candidates.Select(async arn => (Principal: arn, Entry: await new ClusterAccessEntry().ReadAsync(context.Aws, ClusterAccessEntry.TargetOf(name, arn), cancel).ConfigureAwait(false))));
        await Task.WhenAll(owning, reading).ConfigureAwait(false);
        var meant = owning.Result.Where(o => principals.Exists(p => IsOf(o.Arn, p) && IsMeant(p, o, caller == account))).ToList();
        var foreign = candidates.Where(arn => AccountOf(arn) != account && !meant.Exists(m => IsOf(arn, m.Touched))).ToList();
        var theirs = meant.Select(m => m.Arn).Concat(foreign).ToList();
        return result with
        {
            Found = [.. reading.Result.Where(e => theirs.Contains(e.Principal) && !e.Entry.IsAbsent)],
            Namesakes = [.. namesakes.Except(theirs)],
            Foreign = [.. foreign],
            Administrators = [.. administrators.Result],
            Principals = [.. meant.Select(m => m.Touched), .. foreign.Select(arn => new TouchedResource(KindOf(arn), NameOf(arn), ImmutableDictionary<string, string>.Empty))],
        };
    }

    /// <summary>Ids tell a principal from one of the same name in another account; where one is not known, the account of the caller has to.</summary>
    private static bool IsMeant(ResourceRef named, OwnPrincipal live, bool isCallerOwn) =>
        UniqueIdOf(named) is { } id && live.UniqueId is { } liveId ? id == liveId : isCallerOwn;

    private static string? UniqueIdOf(ResourceRef principal)
    {
        var id = principal.Detail(ResourceDetails.PrincipalId);
        return IamNames.AssumedRole(id)?.RoleId ?? (IamNames.IsRoleId(id) || IamNames.IsUserId(id) ? id : null);
    }

    /// <remarks>Without tags and id where it was deleted: its entry lets nobody in.</remarks>
    private static async Task<OwnPrincipal> PrincipalAsync(AwsSession aws, string arn, CancellationToken cancel)
    {
        var name = NameOf(arn);
        if (KindOf(arn) == ResourceKinds.Role)
        {
            var role = await RoleState.RoleAsync(aws, name, cancel).ConfigureAwait(false);
            return new OwnPrincipal(arn, role?.RoleId, new TouchedResource(ResourceKinds.Role, name, TagsOf(role?.Tags)));
        }

        var user = await UserKeys.UserAsync(aws, name, cancel).ConfigureAwait(false);
        return new OwnPrincipal(arn, user?.UserId, new TouchedResource(ResourceKinds.User, name, TagsOf(user?.Tags)));
    }

    private static ImmutableDictionary<string, string> TagsOf(List<Amazon.IdentityManagement.Model.Tag>? tags) =>
        (tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);

    /// <summary>Users and roles of the account, and of others where the finding does not say that it is in one.</summary>
    private static List<ResourceRef> PrincipalsOf(Finding finding, string account) =>
        [.. finding.Resources
            .Where(r => r.Kind is ResourceKinds.User or ResourceKinds.Role && (r.Detail(ResourceDetails.Account) ?? finding.Account) == account && r.HasWellFormedId)
            .DistinctBy(r => (r.Kind, r.Id))];

    /// <summary>The ARN has the path, which a finding does not name; the name alone is unique in an account.</summary>
    private static bool IsOf(string arn, ResourceRef principal) => Arn.TryParse(arn) is { Service: "iam" } && NameOf(arn) == principal.Id && KindOf(arn) == principal.Kind;

    private static bool IsOf(string arn, TouchedResource principal) => NameOf(arn) == principal.Name && KindOf(arn) == principal.Kind;

    private static string? AccountOf(string arn) => Arn.TryParse(arn)?.Account;

    private static string NameOf(string arn) => Arn.TryParse(arn)?.Name ?? "";

    private static string KindOf(string arn) =>
        Arn.TryParse(arn)?.Resource is not { } resource ? "" : resource.StartsWith("role/", StringComparison.Ordinal) ? ResourceKinds.Role : resource.StartsWith("user/", StringComparison.Ordinal) ? ResourceKinds.User : "";

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

    /// <param name="UniqueId">AROA... or AIDA...; null where it was deleted.</param>
    private sealed record OwnPrincipal(string Arn, string? UniqueId, TouchedResource Touched);
}
