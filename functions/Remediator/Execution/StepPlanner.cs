using System.Collections.Immutable;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Execution;

/// <summary>Observes and plans the steps of a playbook side by side, and joins their changes in the order of phases.</summary>
internal static class StepPlanner
{
    public static async Task<JointPlan> PlanAsync(IEnumerable<PlaybookStep> steps, ObserveContext context, CancellationToken cancel)
    {
        var planned = await Task.WhenAll(steps.Select(step => PlanAsync(step, context, cancel))).ConfigureAwait(false);
        return new JointPlan(
            [.. planned.Select(p => p.Record)],
            [.. planned.SelectMany(p => p.Changes).OrderBy(c => c.Phase).ThenBy(c => c.Stage)],
            Join(planned.Select(p => p.Tags)));
    }

    private static async Task<(StepRecord Record, ImmutableArray<Change> Changes, TagReading? Tags)> PlanAsync(PlaybookStep step, ObserveContext context, CancellationToken cancel)
    {
        var remediation = RemediationCatalogue.Get(step.Remediation);
        if (!remediation.Kinds.Contains(context.Resource.Kind, StringComparer.Ordinal))
        {
            return (new StepRecord(step.Remediation, StepOutcome.NotApplicable, $"acts on {string.Join(" or ", remediation.Kinds)}, not on {context.Resource.Kind}", []), [], null);
        }

        var (plan, tags) = await remediation.ObserveAndPlanAsync(context, step.Options, cancel).ConfigureAwait(false);
        return plan switch
        {
            StepPlan.Planned p => (
                new StepRecord(step.Remediation, p.AlreadyCompliant ? StepOutcome.AlreadyCompliant : StepOutcome.Planned, null, p.Survivors), p.Changes, tags),
            StepPlan.NotApplicable n => (new StepRecord(step.Remediation, StepOutcome.NotApplicable, n.Reason, []), [], tags),
            StepPlan.Unknown u => (new StepRecord(step.Remediation, StepOutcome.Unknown, u.Reason, []), [], tags),
            _ => throw new InvalidOperationException($"unknown step plan {plan.GetType().Name}"),
        };
    }

    /// <summary>Tags are known only if no step failed to read them; all that any step saw count.</summary>
    private static TagReading Join(IEnumerable<TagReading?> readings)
    {
        var all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var reading in readings)
        {
            switch (reading)
            {
                case TagReading.Unknown unknown:
                    return unknown;
                case TagReading.Known known:
                    foreach (var (key, value) in known.Tags)
                    {
                        all[key] = value;
                    }

                    break;
                case null:
                    break;
                default:
                    throw new InvalidOperationException($"unknown tag reading {reading.GetType().Name}");
            }
        }

        return new TagReading.Known(all.ToImmutable());
    }
}

/// <summary>What the steps of a playbook want together.</summary>
internal sealed record JointPlan(ImmutableArray<StepRecord> Steps, ImmutableArray<Change> Changes, TagReading Tags)
{
    public bool NothingApplies => Steps.All(s => s.Outcome == StepOutcome.NotApplicable);

    public bool NothingKnown => Changes.IsEmpty && Steps.Any(s => s.Outcome == StepOutcome.Unknown);

    /// <summary>Why, in one line, for the steps of one outcome.</summary>
    public string Reasons(StepOutcome outcome) => string.Join("; ", Steps.Where(s => s.Outcome == outcome).Select(s => $"{s.Remediation}: {s.Reason}"));
}
