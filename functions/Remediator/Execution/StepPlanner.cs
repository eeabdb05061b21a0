using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Execution;

/// <summary>Observes and plans the steps of a playbook side by side, and joins their changes in the order of phases.</summary>
internal static class StepPlanner
{
    /// <param name="evidenceFirst">Whether evidence goes before what contains.</param>
    public static async Task<JointPlan> PlanAsync(ImmutableArray<PlaybookStep> steps, ObserveContext context, bool evidenceFirst, CancellationToken cancel)
    {
        var planned = await Task.WhenAll(Containing(steps).Select(step => PlanAsync(step, context, cancel))).ConfigureAwait(false);
        return new JointPlan(
            [.. planned.Select(p => p.Record)],
            [.. Once(planned.SelectMany(p => p.Changes)).Select(c => evidenceFirst && c.Phase == Phase.Evidence ? c with { Phase = Phase.Preserve } : c).InOrder(Change.CompareOrder)],
            Join([.. planned.Select(p => p.Tags).OfType<TagReading>()]))
        {
            Touched = [.. planned.SelectMany(p => p.Touched)],
        };
    }

    /// <summary>The looks of the steps that only tell, beside those that contain.</summary>
    /// <param name="earlier">The steps on record: what was found once is not forgotten where a look fails.</param>
    public static async Task<ImmutableArray<StepRecord>> TellAsync(ImmutableArray<PlaybookStep> steps, ObserveContext context, ImmutableArray<StepRecord> earlier, CancellationToken cancel)
    {
        var looked = await Task.WhenAll(Telling(steps).Select(step => PlanAsync(step, context, cancel))).ConfigureAwait(false);
        var told = looked.Select(l => l.Record switch
        {
            { Outcome: StepOutcome.Unknown } failed => earlier.FirstOrDefault(e => e.Remediation == failed.Remediation && e.Outcome == StepOutcome.Planned) ?? failed with { Outcome = StepOutcome.NotTold },
            var found => found,
        }).ToList();
        return [.. earlier.Where(e => !told.Exists(t => t.Remediation == e.Remediation)), .. told];
    }

    /// <summary>All where none contains: a playbook that only tells is run for what it finds.</summary>
    private static IEnumerable<PlaybookStep> Containing(ImmutableArray<PlaybookStep> steps) => steps.All(OnlyTells) ? steps : steps.Where(s => !OnlyTells(s));

    private static IEnumerable<PlaybookStep> Telling(ImmutableArray<PlaybookStep> steps) => steps.All(OnlyTells) ? [] : steps.Where(OnlyTells);

    private static bool OnlyTells(PlaybookStep step) => RemediationCatalogue.Get(step.Remediation).OnlyTells;

    /// <summary>What several steps want alike is one change: the earliest, and best effort only where it is so for all.</summary>
    private static List<Change> Once(IEnumerable<Change> changes)
    {
        var once = new List<Change>();
        foreach (var change in changes)
        {
            var at = once.FindIndex(c => c.Attribute == change.Attribute && c.Target == change.Target && c.After == change.After);
            if (at < 0)
            {
                once.Add(change);
                continue;
            }

            var earliest = Change.CompareOrder(change, once[at]) < 0 ? change : once[at];
            once[at] = earliest with { Optional = once[at].Optional && change.Optional };
        }

        return once;
    }

    private static async Task<(StepRecord Record, ImmutableArray<Change> Changes, TagReading? Tags, ImmutableArray<TouchedResource> Touched)> PlanAsync(PlaybookStep step, ObserveContext context, CancellationToken cancel)
    {
        var remediation = RemediationCatalogue.Get(step.Remediation);
        if (!remediation.Kinds.Contains(context.Resource.Kind, StringComparer.Ordinal))
        {
            return (new StepRecord(step.Remediation, StepOutcome.NotApplicable, $"acts on {string.Join(" or ", remediation.Kinds)}, not on {context.Resource.Kind}", []), [], null, []);
        }

        var (plan, tags, touched) = await remediation.ObserveAndPlanAsync(context, step.Options, cancel).ConfigureAwait(false);
        return plan switch
        {
            StepPlan.Planned p => (
                new StepRecord(step.Remediation, p.AlreadyCompliant ? StepOutcome.AlreadyCompliant : StepOutcome.Planned, null, p.Survivors) { Uncontained = p.Uncontained, FollowUps = p.FollowUps }, p.Changes, tags, touched),
            StepPlan.NotApplicable n => (new StepRecord(step.Remediation, StepOutcome.NotApplicable, n.Reason, []), [], null, []),
            StepPlan.Unknown u => (new StepRecord(step.Remediation, StepOutcome.Unknown, u.Reason, []), [], tags, []),
            _ => throw new InvalidOperationException($"unknown step plan {plan.GetType().Name}"),
        };
    }

    /// <summary>The tags that any step read while it planned: all of them together. Unknown where none could be read.</summary>
    /// <remarks>A step that does not apply says nothing of tags: it may not have found the resource at all.</remarks>
    private static TagReading Join(IReadOnlyList<TagReading> readings)
    {
        var known = readings.OfType<TagReading.Known>().ToList();
        return known.Count == 0 && readings.OfType<TagReading.Unknown>().FirstOrDefault() is { } unknown
            ? unknown
            : new TagReading.Known(known.SelectMany(k => k.Tags).GroupBy(t => t.Key, StringComparer.Ordinal).ToImmutableDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal));
    }
}

/// <summary>What the steps of a playbook want together.</summary>
internal sealed record JointPlan(ImmutableArray<StepRecord> Steps, ImmutableArray<Change> Changes, TagReading Tags)
{
    /// <summary>What the planned steps touch besides the resource.</summary>
    public ImmutableArray<TouchedResource> Touched { get; init; } = [];

    public bool NothingApplies => Steps.All(s => s.Outcome == StepOutcome.NotApplicable);

    public bool NothingKnown => Changes.IsEmpty && Steps.Any(s => s.Outcome == StepOutcome.Unknown);

    /// <summary>Why, in one line, for the steps of one outcome.</summary>
    public string Reasons(StepOutcome outcome) => string.Join("; ", Steps.Where(s => s.Outcome == outcome).Select(s => $"{s.Remediation}: {s.Reason}"));
}
