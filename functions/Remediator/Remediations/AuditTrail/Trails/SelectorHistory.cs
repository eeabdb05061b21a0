using Remediator.Execution;
using Remediator.Findings;

namespace Remediator.Remediations;

/// <summary>What set the event selectors that a trail had before a finding's call.</summary>
/// <param name="Stood">The call; null when it is not known.</param>
/// <param name="Why">Why it is not known.</param>
/// <param name="PassedOver">How many calls between that one and the finding's left management events out too.</param>
/// <param name="ShowsFinding">Whether the history has the finding's own call yet.</param>
public sealed record SelectorHistory(SelectorCall? Stood, string? Why, int PassedOver, bool ShowsFinding)
{
    /// <summary>Calls that leave management events out and follow each other within this time are steps of one attack: none of them is what stood before.</summary>
    private static readonly TimeSpan OneAttack = TimeSpan.FromDays(1);

    internal static async Task<SelectorHistory> ReadAsync(AwsSession aws, TrailSubject trail, Finding finding, DateTimeOffset now, CancellationToken cancel)
    {
        var found = await EventLookup.ByNamesAsync(aws, [SelectorCall.Put, SelectorCall.Create], null, cancel).ConfigureAwait(false);

        // Sorting is stable: of one second, a trail is made before its selectors are put.
        var calls = found.Events.Select(e => SelectorCall.Read(e, trail)).OfType<SelectorCall>().OrderByDescending(c => c.At, StringComparer.Ordinal);
        return Before([.. calls], found.More, finding, now);
    }

    /// <param name="calls">The newest first.</param>
    /// <param name="more">There are older ones.</param>
    /// <exception cref="RemediationException">The history does not show the call that the finding is about.</exception>
    internal static SelectorHistory Before(IReadOnlyList<SelectorCall> calls, bool more, Finding finding, DateTimeOffset now)
    {
        var latest = finding.UpdatedAt ?? now;
        var own = finding.Source == "cloudtrail" ? null : calls.FirstOrDefault(c => c.Time <= latest && c.Blinds)
            ?? throw new RemediationException("CloudTrail's event history does not show the call that the finding is about (yet)");
        var (at, passed, shown) = (own?.Time ?? latest, 0, own is not null);
        foreach (var call in calls.Where(c => c.Time <= at && c != own))
        {
            if (finding.Id.EndsWith($"/{call.Id}", StringComparison.Ordinal))
            {
                shown = true;
            }
            else if (call.Blinds && at - call.Time <= OneAttack)
            {
                (at, passed) = (call.Time, passed + 1);
            }
            else
            {
                return call.Selectors.IsAbsent
                    ? new SelectorHistory(null, $"what stood before can't be told: CloudTrail's event history does not show for sure what {call} set", passed, shown)
                    : new SelectorHistory(call, null, passed, shown);
            }
        }

        var none = more ? "more calls than Remediator looks at, none of them" : "no call";
        return new SelectorHistory(null, $"CloudTrail's event history, of 90 days, has {none} by which the trail got the event selectors that it had before", passed, shown);
    }
}
