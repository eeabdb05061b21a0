using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Deletes the access entries by which the finding's users and roles come into an EKS cluster.</summary>
/// <remarks>
/// No policy of IAM does the same: EKS asks STS who somebody is, and GetCallerIdentity answers whatever is denied.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
/// </remarks>
public sealed class RevokeAccessEntry : Remediation<RevokeAccessEntryOptions, ClusterEntries>
{
    private const string Standard = "STANDARD";

    public override string Name => "revoke-access-entry";

    public override string Summary => "Delete the access entry by which the finding's user or role comes into an EKS cluster.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.EksCluster];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ClusterAccessEntry)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
        [new("eks:DescribeCluster", EksNames.Cluster), new("eks:ListAccessEntries", EksNames.Cluster), .. IamArns.OnRole("iam:GetRole"), .. IamArns.OnUser("iam:GetUser")];

    public override JsonTypeInfo OptionsInfo => RevokeAccessEntryJsonContext.Default.RevokeAccessEntryOptions;

    protected override Task<ClusterEntries> ReadAsync(ObserveContext context, RevokeAccessEntryOptions options, CancellationToken cancel) => ClusterEntries.ReadAsync(context, cancel);

    protected override TagReading Tags(ClusterEntries observed) => new TagReading.Known(observed.Tags);

    /// <remarks>The users and roles too: what protects one, a tag or a control, keeps its way into the cluster.</remarks>
    protected override IEnumerable<TouchedResource> Touched(ClusterEntries observed) =>
        [.. observed.Found.Select(f => new TouchedResource(ClusterAccessEntry.Kind, f.Principal, AccessEntryValue.TagsOf(f.Entry))), .. observed.Principals];

    public override StepPlan Plan(PlanContext context, RevokeAccessEntryOptions options, ClusterEntries observed)
    {
        var (cluster, named) = (context.Resource.Id, string.Join(", ", observed.Named));
        var entries = observed.Found.Where(f => AccessEntryValue.TypeOf(f.Entry) == Standard).ToList();
        var nodes = observed.Found.Where(f => AccessEntryValue.TypeOf(f.Entry) != Standard).Select(f => $"{f.Principal} ({AccessEntryValue.TypeOf(f.Entry)})").ToList();
        var reason = observed.Unfit
            ?? (observed.Named.IsEmpty ? "the finding names no IAM user or role of this account"
            : observed.Mode == "CONFIG_MAP" ? $"{cluster} knows no access entries (authentication mode CONFIG_MAP): take {named} out of its ConfigMap aws-auth"
            : observed.Found.IsEmpty && !observed.Namesakes.IsEmpty ? $"{named} has no access entry in {cluster} that the finding proves to be its own: left alone, since the name is all that they share, are {string.Join(", ", observed.Namesakes)}"
            : observed.Found.IsEmpty ? $"{named} has no access entry in {cluster}{(observed.Mode == "API" ? "" : "; the ConfigMap aws-auth may let it in")}"
            : entries.Count == 0 ? $"nodes join {cluster} by the entry of {string.Join(", ", nodes)}: without it they are lost to the cluster; isolate the instance instead"
            : !options.LastAdministrator && IsEveryAdministrator(observed, entries) ? $"no other access entry of {cluster} has the policy of an administrator: make another one first, or set the option lastAdministrator"
            : null);
        return reason is not null ? new StepPlan.NotApplicable(reason) : new StepPlan.Planned(entries.Select(e => Delete(cluster, e.Principal, e.Entry)), Survivors(observed, nodes));
    }

    private Change Delete(string cluster, string principal, AttributeValue entry) => new()
    {
        Step = Name,
        Attribute = nameof(ClusterAccessEntry),
        Target = ClusterAccessEntry.TargetOf(cluster, principal),
        Before = entry,
        After = AttributeValue.Absent,
        Phase = Phase.Contain,
        Note = "All of whoever uses the principal lose the cluster; tokens for its Kubernetes API are refused within moments.",
    };

    private static bool IsEveryAdministrator(ClusterEntries observed, IReadOnlyList<(string Principal, AttributeValue Entry)> entries) =>
        !observed.Administrators.IsEmpty && observed.Administrators.All(a => entries.Any(e => e.Principal == a));

    private static IEnumerable<string> Survivors(ClusterEntries observed, IReadOnlyList<string> nodes)
    {
        yield return "Service accounts, tokens and bindings that were made in the cluster meanwhile work on.";
        yield return "Who may call eks:CreateAccessEntry can give itself another entry.";
        if (observed.Mode != "API")
        {
            yield return "The ConfigMap aws-auth counts where there is no entry: a line for the principal there lets it in again.";
        }

        if (!observed.Foreign.IsEmpty)
        {
            yield return $"Of another account, whose tags and controls were not read: {string.Join(", ", observed.Foreign)}.";
        }

        if (!observed.Namesakes.IsEmpty)
        {
            yield return $"Left alone, since only the name is the same: {string.Join(", ", observed.Namesakes)}.";
        }

        if (nodes.Count > 0)
        {
            yield return $"Left alone, since nodes join by it: {string.Join(", ", nodes)}.";
        }
    }
}
