using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Gives a trail the event selectors back that it had before a call thinned out what it records.</summary>
/// <remarks>The finding says what the call set. What stood before is what the calls before it set, and CloudTrail's event history has them.</remarks>
public sealed class RestoreTrailSelectors : Remediation<NoOptions, RestoreTrailSelectors.Observed>
{
    private const string ByHand = "look at the trail's older log files, at AWS Config, or at the template that made it, and put them back by hand";

    public override string Name => "restore-trail-selectors";

    public override string Summary => "Give a CloudTrail trail the event selectors back that it had before a call left management events out, as CloudTrail's event history shows them.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Trail];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(TrailEventSelectors)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [.. TrailSubject.Permissions, new("cloudtrail:LookupEvents")];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var (finding, aws) = (context.Plan.Finding, context.Aws);
        if (finding.Actor?.Api != $"cloudtrail:{SelectorCall.Put}")
        {
            return Observed.None("the finding is not about the trail's event selectors");
        }

        var trail = await TrailSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        if (trail.Unfit is { } reason)
        {
            return Observed.None(reason);
        }

        var target = TrailEventSelectors.TargetOf(trail.Arn);
        var live = new TrailEventSelectors().ReadAsync(aws, target, cancel);
        var history = SelectorHistory.ReadAsync(aws, trail, finding, context.Plan.Now, cancel);
        await Task.WhenAll(live, history).ConfigureAwait(false);
        return new Observed(null, target, await live.ConfigureAwait(false), await history.ConfigureAwait(false), trail.Tags);
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var (live, history) = (observed.Live, observed.History!);
        if (history.Stood is not { } stood)
        {
            return new StepPlan.NotApplicable($"{history.Why}: {ByHand}");
        }

        if (live != stood.Selectors && !SelectorCall.LeavesOut(live))
        {
            return new StepPlan.NotApplicable(live.IsAbsent ? "the trail is gone" : "the event selectors were set anew since, and leave no management events out");
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(TrailEventSelectors),
            Target = observed.Target,
            Before = live,
            After = stood.Selectors,
            Phase = Phase.Contain,
            Note = stood.Name == SelectorCall.Create ? $"What a trail has that is made without any: {stood}." : $"As they were set before: {stood}.",
        };
        return new StepPlan.Planned([change], [.. Doubts(history), "What was done meanwhile and left out was not recorded by this trail.", "Whoever changed it can do it again: contain the principal too."]);
    }

    private static IEnumerable<string> Doubts(SelectorHistory history)
    {
        if (history.PassedOver > 0)
        {
            yield return $"Calls just before that left management events out too, and are not what is put back: {history.PassedOver.ToString(CultureInfo.InvariantCulture)}.";
        }

        if (!history.ShowsFinding)
        {
            yield return "CloudTrail's event history does not show the finding's call yet: a change in the minutes before may be missing too.";
        }
    }

    /// <summary>What was read.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Tags">Tags of the trail.</param>
    public sealed record Observed(string? Unfit, Target Target, AttributeValue Live, SelectorHistory? History, TagReading Tags)
    {
        internal static Observed None(string reason) => new(reason, default, default, null, TagReading.None);
    }
}
