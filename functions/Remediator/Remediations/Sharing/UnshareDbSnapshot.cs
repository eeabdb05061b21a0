using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Ends the sharing of a database's or cluster's manual snapshot with everybody and with other accounts.</summary>
public sealed class UnshareDbSnapshot : Remediation<UnshareOptions, SharedCopy>
{
    public override string Name => "unshare-db-snapshot";

    public override string Summary => "End the sharing of an RDS or Aurora snapshot with everybody, and with `whom: all` with other accounts too.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.DbSnapshot, ResourceKinds.DbClusterSnapshot];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(DbSnapshotSharing)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
        [new("rds:ListTagsForResource", RdsArns.Snapshot), new("rds:ListTagsForResource", RdsArns.ClusterSnapshot)];

    public override JsonTypeInfo OptionsInfo => UnshareJsonContext.Default.UnshareOptions;

    protected override async Task<SharedCopy> ReadAsync(ObserveContext context, UnshareOptions options, CancellationToken cancel)
    {
        var (kind, id) = (context.Resource.Kind, context.Resource.Id);
        if (!DatabaseReads.IsIdentifier(id))
        {
            return SharedCopy.None(
                id.StartsWith("rds:", StringComparison.Ordinal) ? $"{id} is an automated snapshot, which RDS shares with nobody" : "the finding does not name the snapshot by a valid identifier");
        }

        var target = DbSnapshotSharing.TargetOf(kind, id);
        var type = kind == ResourceKinds.DbClusterSnapshot ? "cluster-snapshot" : "snapshot";
        var tags = DatabaseReads.TagsAsync(context, type, id, cancel);
        var shared = new DbSnapshotSharing().ReadAsync(context.Aws, target, cancel);
        await Task.WhenAll(tags, shared).ConfigureAwait(false);
        return await shared.ConfigureAwait(false) is { IsAbsent: false } with
            ? new SharedCopy(null, target, with, await tags.ConfigureAwait(false))
            : SharedCopy.None($"the account has no snapshot {id} in {context.Aws.Region} (any more)");
    }

    protected override TagReading Tags(SharedCopy observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, UnshareOptions options, SharedCopy observed) => observed.Unshare(Name, nameof(DbSnapshotSharing), options);
}
