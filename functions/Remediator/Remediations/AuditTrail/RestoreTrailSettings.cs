using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.FindingSources.Json;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Gives a trail the settings back that an update switched off, took away or sent elsewhere.</summary>
/// <remarks>
/// The finding says what the call set. What stood before is what the calls before it left, of which CloudTrail's event history has the
/// answers. A setting whose value is not known from there is left alone, one that was off as well, and so is one that the call improved.
/// </remarks>
public sealed class RestoreTrailSettings : Remediation<NoOptions, RestoreTrailSettings.Observed>
{
    private const string ByHand = "look at AWS Config, at the template that made the trail or at its older log files, and put it back by hand";

    public override string Name => "restore-trail-settings";

    public override string Summary =>
        "Give a CloudTrail trail the settings back that an update switched off or sent elsewhere (Regions, global services, validation, bucket, key, log group, topic), as CloudTrail's event history shows them.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Trail];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(TrailCoverage), nameof(TrailFileValidation), nameof(TrailDelivery), nameof(TrailLogGroup), nameof(TrailTopic)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [.. TrailSubject.Permissions, new("cloudtrail:LookupEvents")];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        if (context.Plan.Finding.Actor?.Api != $"cloudtrail:{TrailCall.Update}")
        {
            return new Observed("the finding is not about the trail's settings", null, null);
        }

        var trail = await TrailSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        return trail.Unfit is { } reason
            ? new Observed(reason, null, null)
            : new Observed(null, trail, await TrailHistory.ReadAsync(context.Aws, trail, context.Plan.Finding, context.Plan.Now, cancel).ConfigureAwait(false));
    }

    protected override TagReading Tags(Observed observed) => observed.Trail?.Tags ?? TagReading.None;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var (trail, history) = (observed.Trail!, observed.History!);
        var (changes, left) = (new List<Change>(), new List<string>());
        foreach (var units in TrailUnit.All.Where(u => u.IsWeakenedBy(history.Own)).GroupBy(u => u.Attribute))
        {
            var (wanted, calls) = (new Dictionary<TrailPart, string?>(), new List<TrailCall>());
            foreach (var unit in units)
            {
                var (values, stood, why) = unit.Decide(history, p => p.Get(trail.Live!));
                if (why is not null)
                {
                    left.Add($"{unit.Label}: {why}");
                    continue;
                }

                calls.AddRange(stood is null ? [] : [stood]);
                foreach (var (part, value) in unit.Parts.Zip(values!))
                {
                    wanted[part] = value;
                }
            }

            if (wanted.Count > 0)
            {
                changes.Add(new Change
                {
                    Step = Name,
                    Attribute = units.Key.Name,
                    Target = TrailSetting.TargetOf(trail.Arn),
                    Before = units.Key.Of(trail.Live!),
                    After = units.Key.Of(p => wanted.TryGetValue(p, out var value) ? value : p.Get(trail.Live!)),
                    Phase = Phase.Contain,
                    Stage = changes.Count,
                    Note = calls.Count == 0 ? null : $"As it was left before: {string.Join("; ", calls.Distinct())}.",
                });
            }
        }

        if (history.Own.Request.Field("isOrganizationTrail").ValueKind == JsonValueKind.False)
        {
            left.Add("that it is a trail of the organization: for that it takes rights over the organization, which Remediator does not have");
        }

        return changes.Count > 0 ? new StepPlan.Planned(changes, [.. left.Select(l => $"Not put back, {l}: {ByHand}."), .. Doubts(history, changes)])
            : left.Count > 0 ? new StepPlan.NotApplicable($"nothing can be put back. {string.Join("; ", left)}: {ByHand}")
            : new StepPlan.NotApplicable("the call switched nothing off and took nothing away");
    }

    private static IEnumerable<string> Doubts(TrailHistory history, List<Change> changes)
    {
        if (history.PassedOver is > 0 and var passed)
        {
            yield return $"Calls of the same caller just before, which are not what is put back: {passed.ToString(CultureInfo.InvariantCulture)}.";
        }

        if (!history.ShowsFinding)
        {
            yield return "CloudTrail's event history does not show the finding's call yet: a change in the minutes before may be missing too.";
        }

        if (changes.Exists(c => c is { Attribute: nameof(TrailDelivery), IsSatisfied: false }))
        {
            yield return "Files of the meantime are where the call sent them. CloudTrail does not say whose a bucket is: see that the one of before is still yours.";
        }

        yield return "What was left out meanwhile was not recorded by this trail.";
        yield return "Whoever changed it can do it again: contain the principal too.";
    }

    /// <summary>What was read.</summary>
    public sealed class Observed
    {
        internal Observed(string? unfit, TrailSubject? trail, TrailHistory? history) => (Unfit, Trail, History) = (unfit, trail, history);

        /// <summary>Why there is nothing to do; null when there may be.</summary>
        internal string? Unfit { get; }

        internal TrailSubject? Trail { get; }

        internal TrailHistory? History { get; }
    }
}
