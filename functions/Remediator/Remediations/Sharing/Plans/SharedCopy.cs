using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>A snapshot or image as it is.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
/// <param name="Target">The snapshot or image.</param>
/// <param name="With">Whom it is shared with.</param>
/// <param name="Tags">Its tags.</param>
public sealed record SharedCopy(string? Unfit, Target Target, AttributeValue With, TagReading Tags)
{
    private const int MostNames = 10;

    internal static SharedCopy None(string reason) => new(reason, default, default, TagReading.None);

    internal StepPlan Unshare(string step, string attribute, UnshareOptions options)
    {
        if (Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var others = With.ToStrings();
        var kept = others.Where(o => options.Keep.Contains(o, StringComparer.Ordinal) || (options.Whom == Unshared.Everybody && !Sharing.IsEverybody(o))).ToList();
        var change = new Change
        {
            Step = step,
            Attribute = attribute,
            Target = Target,
            Before = With,
            After = AttributeValue.OfSet(kept),
            Phase = Phase.Contain,
            Note = kept.Count == 0 ? null : $"Stays shared with {string.Join(", ", kept.Take(MostNames))}{(kept.Count > MostNames ? $" and {kept.Count - MostNames} more" : "")}, as the playbook says.",
        };
        return new StepPlan.Planned([change], "What was copied while it was shared cannot be called back.");
    }
}
