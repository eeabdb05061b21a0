using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Findings;

namespace Remediator.Remediations;

/// <summary>The call that switched features of a detector off, and the calls before it.</summary>
/// <param name="Own">The finding's call.</param>
/// <param name="Earlier">The newest first.</param>
/// <param name="ShowsFinding">Whether the history has the finding's own call yet.</param>
internal sealed record DetectorHistory(DetectorCall Own, IReadOnlyList<DetectorCall> Earlier, bool ShowsFinding)
{
    /// <summary>Calls that switch the same off and follow each other within this time are steps of one attack: none of them is what stood before.</summary>
    private static readonly TimeSpan OneAttack = TimeSpan.FromDays(1);

    public static async Task<DetectorHistory> ReadAsync(AwsSession aws, Finding finding, string detector, CancellationToken cancel)
    {
        var own = DetectorCall.Of(finding, detector);
        var found = await EventLookup.ByNamesAsync(aws, [DetectorCall.Update, DetectorCall.Create], null, cancel).ConfigureAwait(false);
        var calls = found.Events.Select(e => DetectorCall.Read(e, detector)).OfType<DetectorCall>().OrderByDescending(c => c.Time).ToList();
        return new DetectorHistory(own, calls.FindAll(c => c.Time <= own.Time && c.Id != own.Id), calls.Exists(c => c.IsOf(finding)));
    }

    /// <summary>Whether it was on before, and the call that says so; null where none does.</summary>
    public (bool On, DetectorCall Call)? Before(string feature, string? additional)
    {
        var at = Own.Time;
        foreach (var call in Earlier)
        {
            switch (call.Says(feature, additional))
            {
                case true:
                    return (true, call);
                case false when at - call.Time > OneAttack:
                    return (false, call);
                case false:
                    at = call.Time;
                    break;
                case null:
                    break;
            }
        }

        return null;
    }

    /// <summary>How often findings that come again were published before; null where no call says so, or the finding's does not speak of it.</summary>
    public (string Frequency, DetectorCall Call)? FrequencyBefore()
    {
        if (Own.Frequency is not { } own)
        {
            return null;
        }

        var at = Own.Time;
        foreach (var call in Earlier.Where(c => c.Frequency is not null))
        {
            if (at - call.Time > OneAttack || DetectorPublishing.IsFaster(call.Frequency!, own))
            {
                return (call.Frequency!, call);
            }

            at = call.Time;
        }

        return null;
    }
}
