using System.Collections.Immutable;
using Amazon.GuardDuty;
using Amazon.GuardDuty.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>The GuardDuty detector of a finding.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
internal sealed record DetectorSubject(string? Unfit, GetDetectorResponse? Live, TagReading Tags)
{
    public static IReadOnlyList<Permission> Permissions { get; } = [new("guardduty:ListDetectors")];

    /// <summary>Read once for all steps of an execution.</summary>
    public static Task<DetectorSubject> ReadAsync(ObserveContext context, CancellationToken cancel) =>
        context.OnceAsync("detector", () => LookAsync(context, cancel));

    private static async Task<DetectorSubject> LookAsync(ObserveContext context, CancellationToken cancel)
    {
        var (id, guardDuty) = (context.Resource.Id, context.Aws.Client<IAmazonGuardDuty>());
        if (!ResourceIdShape.Fits(ResourceKinds.Detector, id))
        {
            return None("the finding does not name a detector by its id");
        }

        // A Region has one detector at most; one that was deleted answers like one of somebody else, so the list decides.
        var listed = await guardDuty.ListDetectorsAsync(new ListDetectorsRequest(), cancel).ConfigureAwait(false);
        if (!(listed.DetectorIds ?? []).Contains(id, StringComparer.Ordinal))
        {
            return None($"there is no detector {id} in {context.Aws.Region} of account {context.Aws.Account} (any more): GuardDuty must be set up again by hand");
        }

        var detector = await guardDuty.GetDetectorAsync(new GetDetectorRequest { DetectorId = id }, cancel).ConfigureAwait(false);
        return new DetectorSubject(null, detector, new TagReading.Known((detector.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal)));
    }

    private static DetectorSubject None(string reason) => new(reason, null, TagReading.None);
}
