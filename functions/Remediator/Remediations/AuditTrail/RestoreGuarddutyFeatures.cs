using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Amazon.GuardDuty.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Switches the features of GuardDuty on again that a call switched off.</summary>
/// <remarks>
/// The finding says what the call switched off, not what was on. What CloudTrail's event history, or GuardDuty's own note of the last
/// change, shows to have been off before stays off. Where neither says, a feature is put back, which a release undoes; agents, which
/// GuardDuty would put onto machines, are not.
/// </remarks>
public sealed class RestoreGuarddutyFeatures : Remediation<NoOptions, RestoreGuarddutyFeatures.Observed>
{
    private const string Runtime = "RUNTIME_MONITORING";
    private const string EksRuntime = "EKS_RUNTIME_MONITORING";

    /// <summary>How far the clocks of GuardDuty and CloudTrail may be apart.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    public override string Name => "restore-guardduty-features";

    public override string Summary => "Switch the features of a GuardDuty detector on again that a call switched off, with their additional configurations that were on, and publish findings as often as before.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Detector];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(DetectorFeatureStatus), nameof(DetectorPublishing)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [.. DetectorSubject.Permissions, new("cloudtrail:LookupEvents")];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        if (context.Plan.Finding is not { Source: "cloudtrail", Actor.Api: $"guardduty:{DetectorCall.Update}" })
        {
            return new Observed("the finding is not about features of this detector", null, null);
        }

        var detector = await DetectorSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        return detector.Unfit is { } reason
            ? new Observed(reason, null, null)
            : new Observed(null, detector, await DetectorHistory.ReadAsync(context.Aws, context.Plan.Finding, context.Resource.Id, cancel).ConfigureAwait(false));
    }

    protected override TagReading Tags(Observed observed) => observed.Detector?.Tags ?? TagReading.None;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var (live, history) = (observed.Detector!.Live!, observed.History!);
        var (changes, left, doubts) = (new List<Change>(), new List<string>(), new List<string>());
        var on = (live.Features ?? []).Where(f => f.Status?.Value == "ENABLED").Select(f => f.Name!.Value).ToHashSet(StringComparer.Ordinal);

        // Features first: an additional configuration goes with one that is on.
        foreach (var off in history.Own.Switches.Where(s => !s.On).DistinctBy(s => (s.Feature, s.Additional)).OrderBy(s => s.Additional is not null))
        {
            var before = DetectorFeatureStatus.Of(live, off.Feature, off.Additional);
            var stood = history.Before(off.Feature, off.Additional);
            if (before == AttributeValue.Of(false) && WhyLeft(live, on, off, stood, history.Own) is { } why)
            {
                left.Add($"{off}: {why}");
                continue;
            }

            if (before.IsAbsent)
            {
                left.Add($"{off}: GuardDuty does not offer it here");
                continue;
            }

            if (before == AttributeValue.Of(false) && stood is null)
            {
                doubts.Add($"Whether {off} was on before is not known: CloudTrail's event history shows no earlier call about it. A release switches it off again.");
            }

            on.Add(off.Feature);
            changes.Add(new Change
            {
                Step = Name,
                Attribute = nameof(DetectorFeatureStatus),
                Target = DetectorFeatureStatus.TargetOf(context.Resource.Id, off.Feature, off.Additional),
                Before = before,
                After = AttributeValue.Of(true),
                Phase = Phase.Contain,
                Stage = 1 + changes.Count,
                Note = stood is { } known ? $"{off}, on since before: {known.Call}." : $"{off}.",
            });
        }

        if (Publishing(context, live, history) is { } publishing)
        {
            changes.Add(publishing with { Stage = 1 + changes.Count });
        }

        if (history.Own.HasMore)
        {
            left.Add("something that Remediator does not know");
        }

        if (changes.Count == 0)
        {
            return new StepPlan.NotApplicable(left.Count == 0 ? "the call switched no feature off" : $"no feature is switched on again. {string.Join("; ", left)}");
        }

        return new StepPlan.Planned(changes, [.. left.Select(l => $"Not switched on again, {l}."), .. doubts, .. Survivors(live, history, changes)]);
    }

    /// <summary>Null where it is not slower than before, where that is not known, and where somebody has set it anew.</summary>
    private Change? Publishing(PlanContext context, GetDetectorResponse live, DetectorHistory history) =>
        history.FrequencyBefore() is { } stood && DetectorPublishing.Of(live) is { IsAbsent: false } before && before.ToString() == history.Own.Frequency
        && DetectorPublishing.IsFaster(stood.Frequency, before.ToString())
            ? new Change
            {
                Step = Name,
                Attribute = nameof(DetectorPublishing),
                Target = DetectorPublishing.TargetOf(context.Resource.Id),
                Before = before,
                After = AttributeValue.Of(stood.Frequency),
                Phase = Phase.Contain,
                Note = $"As it was set before: {stood.Call}.",
            }
            : null;

    private static string? WhyLeft(GetDetectorResponse live, HashSet<string> on, FeatureSwitch off, (bool On, DetectorCall Call)? stood, DetectorCall own)
    {
        if (off.Feature is Runtime or EksRuntime && off.Additional is null && (off.Feature == Runtime ? EksRuntime : Runtime) is var other && on.Contains(other))
        {
            return $"GuardDuty takes only one of it and {other}, which is on";
        }

        if (off.Additional is not null && !on.Contains(off.Feature))
        {
            return $"{off.Feature} is off";
        }

        if (stood is { On: false } was)
        {
            return $"it was off before ({was.Call})";
        }

        if (stood is null && UpdatedAt(live, off) is { } at && at < own.Time - Slack)
        {
            return $"it has been off since {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, before the call";
        }

        return stood is null && off.Additional is not null
            ? "whether it was on before is not known, and GuardDuty would put agents onto machines: switch it on by hand if it was"
            : null;
    }

    private static DateTimeOffset? UpdatedAt(GetDetectorResponse live, FeatureSwitch off)
    {
        var feature = live.Features?.Find(f => f.Name?.Value == off.Feature);
        var at = off.Additional is null ? feature?.UpdatedAt : feature?.AdditionalConfiguration?.Find(a => a.Name?.Value == off.Additional)?.UpdatedAt;
        return at is { } known ? new DateTimeOffset(known.ToUniversalTime()) : null;
    }

    private static IEnumerable<string> Survivors(GetDetectorResponse live, DetectorHistory history, List<Change> changes)
    {
        var restored = changes.Where(c => !c.IsSatisfied).Select(c => c.Target.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var feature in (live.Features ?? []).Where(f => restored.Any(r => r.EndsWith($"/{f.Name?.Value}", StringComparison.Ordinal))))
        {
            var off = (feature.AdditionalConfiguration ?? []).Where(a => a.Status?.Value == "DISABLED" && !restored.Any(r => r.EndsWith($"/{a.Name?.Value}", StringComparison.Ordinal))).Select(a => a.Name!.Value).ToList();
            if (off.Count > 0)
            {
                yield return $"Additional configurations of {feature.Name!.Value} that stay off: {string.Join(", ", off)}.";
            }
        }

        if (history.Own.Frequency is { } frequency and not "FIFTEEN_MINUTES" && history.FrequencyBefore() is null)
        {
            yield return $"The call also set how often findings that come again are published ({frequency}); what that was before is not known, and it stays.";
        }

        if (!history.ShowsFinding)
        {
            yield return "CloudTrail's event history does not show the finding's call yet: a change in the minutes before may be missing too.";
        }

        yield return "What happened while it was off was not looked at.";
        yield return "Whoever switched it off can do it again: contain the principal too.";
    }

    /// <summary>What was read.</summary>
    public sealed class Observed
    {
        internal Observed(string? unfit, DetectorSubject? detector, DetectorHistory? history) => (Unfit, Detector, History) = (unfit, detector, history);

        /// <summary>Why there is nothing to do; null when there may be.</summary>
        internal string? Unfit { get; }

        internal DetectorSubject? Detector { get; }

        internal DetectorHistory? History { get; }
    }
}
