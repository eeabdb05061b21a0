using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Findings;

namespace Remediator.Remediations;

/// <summary>The call that changed a trail's settings, and the calls before it, by which the settings of before are known.</summary>
/// <param name="Own">The finding's call.</param>
/// <param name="Earlier">The newest first.</param>
/// <param name="More">There are older ones.</param>
/// <param name="ShowsFinding">Whether the history has the finding's own call yet.</param>
internal sealed record TrailHistory(TrailCall Own, IReadOnlyList<TrailCall> Earlier, bool More, bool ShowsFinding)
{
    /// <summary>Calls of one caller that follow each other within this time are steps of one attack; those of another may be.</summary>
    private static readonly TimeSpan OneAttack = TimeSpan.FromDays(1);

    public static async Task<TrailHistory> ReadAsync(AwsSession aws, TrailSubject trail, Finding finding, DateTimeOffset now, CancellationToken cancel)
    {
        var told = finding.Source == "cloudtrail" ? TrailCall.Of(finding, trail) : null;
        var found = await EventLookup.ByNamesAsync(aws, [TrailCall.Update, TrailCall.Create], null, cancel).ConfigureAwait(false);

        // Sorting is stable: of one second, a trail is made before it is updated.
        var calls = found.Events.Select(e => TrailCall.Read(e, trail)).OfType<TrailCall>().OrderByDescending(c => c.Time).ToList();
        var own = told ?? calls.Find(c => c.Name == TrailCall.Update && c.Time <= (finding.UpdatedAt ?? now) && TrailUnit.All.Any(u => u.IsWeakenedBy(c)))
            ?? throw new RemediationException("CloudTrail's event history does not show the call that the finding is about (yet)");
        return new TrailHistory(own, calls.FindAll(c => c.Time <= own.Time && c.Id != own.Id), found.More, told is null || calls.Exists(c => c.IsOf(finding)));
    }

    /// <summary>How many calls just before the finding's are its caller's too: what they set is not what stood before.</summary>
    public int PassedOver => Walk().Count(step => step.IsOwnCallers);

    /// <summary>What a setting was before the finding's call, and before what its caller did just before.</summary>
    /// <remarks>
    /// A text that another caller set just before counts where it is what stood before that call as well: else which of the two is whose
    /// is for people to say.
    /// </remarks>
    public Stood Before(TrailPart part)
    {
        (string? Value, TrailCall Call)? last = null;
        var isDisputed = false;
        foreach (var (call, isOwnCallers, isRecent) in Walk())
        {
            if (isOwnCallers && call.Name == TrailCall.Create)
            {
                return Stood.NotKnown("the caller made the trail too, just before");
            }

            var said = isOwnCallers ? Said.Nothing : call.Says(part);
            if (said is { IsAny: true, IsClear: false })
            {
                return Stood.NotKnown($"what stood before can't be told: CloudTrail's event history does not show for sure what {call} left");
            }

            if (said.IsAny)
            {
                last ??= (said.Value, call);
                isDisputed |= isRecent && !part.IsFlag && call.Name == TrailCall.Update && call.Names(part);
                if (part.IsFlag || ((!isRecent || call.Name == TrailCall.Create) && (!isDisputed || said.Value == last.Value.Value)))
                {
                    return new Stood(null, last.Value.Value, last.Value.Call);
                }
            }

            if (call.Name == TrailCall.Create || (said.IsAny && !isRecent))
            {
                break;
            }
        }

        if (last is { } only && !isDisputed)
        {
            return new Stood(null, only.Value, only.Call);
        }

        return Stood.NotKnown(isDisputed ? $"it was set just before by another caller too ({last!.Value.Call}), and which of the two is right is for people to say"
            : More ? "CloudTrail's event history has more calls than Remediator looks at, none of them tells what stood before"
            : "CloudTrail's event history, of 90 days, has no call that tells what stood before");
    }

    private IEnumerable<(TrailCall Call, bool IsOwnCallers, bool IsRecent)> Walk()
    {
        var at = Own.Time;
        foreach (var call in Earlier)
        {
            var isRecent = at - call.Time <= OneAttack;
            var isOwnCallers = isRecent && call.HasCallerOf(Own);
            at = isOwnCallers ? call.Time : at;
            yield return (call, isOwnCallers, isRecent);
        }
    }
}

/// <summary>What a setting was.</summary>
/// <param name="Unknown">Why it is not known; null when it is.</param>
/// <param name="Value">Null for none.</param>
internal sealed record Stood(string? Unknown, string? Value, TrailCall? Call)
{
    public static Stood NotKnown(string why) => new(why, null, null);
}
