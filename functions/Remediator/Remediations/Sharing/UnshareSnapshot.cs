using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Ends the sharing of an EBS snapshot with everybody and with other accounts.</summary>
public sealed class UnshareSnapshot : Remediation<UnshareOptions, SharedCopy>
{
    public override string Name => "unshare-snapshot";

    public override string Summary => "End the sharing of an EBS snapshot with everybody and with other accounts.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Snapshot];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(SnapshotSharing)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeSnapshots")];

    public override JsonTypeInfo OptionsInfo => UnshareJsonContext.Default.UnshareOptions;

    protected override async Task<SharedCopy> ReadAsync(ObserveContext context, UnshareOptions options, CancellationToken cancel)
    {
        var (id, target) = (context.Resource.Id, SnapshotSharing.TargetOf(context.Resource.Id));
        if (!id.StartsWith("snap-", StringComparison.Ordinal) || !id.Skip(5).All(char.IsAsciiHexDigitLower) || id.Length is < 10 or > 30)
        {
            return SharedCopy.None("the finding does not name the snapshot by a valid id");
        }

        var tags = TagsAsync(context, id, cancel);
        var shared = new SnapshotSharing().ReadAsync(context.Aws, target, cancel);
        await Task.WhenAll(tags, shared).ConfigureAwait(false);
        return await tags.ConfigureAwait(false) is { } known && await shared.ConfigureAwait(false) is { IsAbsent: false } with
            ? new SharedCopy(null, target, with, new TagReading.Known(known))
            : SharedCopy.None($"the account has no snapshot {id} in {context.Aws.Region} (any more)");
    }

    protected override TagReading Tags(SharedCopy observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, UnshareOptions options, SharedCopy observed) => observed.Unshare(Name, nameof(SnapshotSharing), options);

    /// <summary>Null when the account owns no such snapshot: one that is shared with it has the same form of id.</summary>
    private static async Task<ImmutableDictionary<string, string>?> TagsAsync(ObserveContext context, string id, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeSnapshotsRequest { SnapshotIds = [id], OwnerIds = ["self"] };
            var found = (await context.Aws.Client<IAmazonEC2>().DescribeSnapshotsAsync(request, cancel).ConfigureAwait(false)).Snapshots?.FirstOrDefault();
            return found is null ? null : (found.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.SnapshotNotFound, Ec2Errors.SnapshotMalformed))
        {
            return null;
        }
    }
}
