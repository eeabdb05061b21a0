using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Something that records or detects, and whether it is on.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
/// <param name="Target">The trail, detector or recorder.</param>
/// <param name="On">Whether it is on.</param>
/// <param name="Tags">Its tags.</param>
public sealed record AuditSwitch(string? Unfit, Target Target, AttributeValue On, TagReading Tags)
{
    internal static AuditSwitch None(string reason) => new(reason, default, default, TagReading.None);

    /// <summary>A release never turns it off again: whoever wants that does it by hand.</summary>
    internal StepPlan TurnOn(string step, string attribute, params IEnumerable<string> survivors) =>
        Unfit is { } reason
            ? new StepPlan.NotApplicable(reason)
            : new StepPlan.Planned(
                [
                    new Change
                    {
                        Step = step,
                        Attribute = attribute,
                        Target = Target,
                        Before = On,
                        After = AttributeValue.Of(true),
                        Phase = Phase.Contain,
                        Keep = true,
                        Note = "A release leaves it on: Remediator never stops what records or detects.",
                    },
                ],
                [.. survivors, "What was done while it was off was not recorded.", "Whoever turned it off can do it again: contain the principal too."]);

    /// <summary>Tags, or why they are unknown.</summary>
    internal static async Task<TagReading> TagsAsync(string of, Func<Task<TagReading>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return new TagReading.Unknown($"tags of {of}: {AwsFailure.Describe(e)}");
        }
    }
}
