using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Remediations.Isolation;

/// <summary>Takes an instance out of its Auto Scaling group's care, before a failing health check makes the group terminate the evidence.</summary>
internal static class StandbyChange
{
    public static bool IsPossible(AutoScalingFacts group) =>
        group.LifecycleState == AutoScalingLifecycle.InService || AutoScalingLifecycle.IsStandby(group.LifecycleState);

    /// <summary>None where the instance is in no group, or in a state from which it can't enter standby.</summary>
    /// <remarks>Best effort: it may not stop the containment.</remarks>
    public static IEnumerable<Change> Of(string step, string instanceId, AutoScalingFacts? found, int stage)
    {
        if (found is { } group && IsPossible(group))
        {
            var standby = AttributeValue.Of(AutoScalingLifecycle.Standby);
            yield return new Change
            {
                Step = step,
                Attribute = nameof(AutoScalingLifecycle),
                Target = new Target("AWS::AutoScaling::AutoScalingGroup", $"{instanceId}/{group.GroupName}"),
                Before = AutoScalingLifecycle.IsStandby(group.LifecycleState) ? standby : AttributeValue.Of(group.LifecycleState),
                After = standby,
                Phase = Phase.Contain,
                Stage = stage,
                Optional = true,
                Note = "Auto Scaling replaces the instance only if the group is at its minimum size; a release then leaves the desired capacity one higher.",
            };
        }
    }

    /// <summary>What people must know where standby is not possible.</summary>
    public static string? Warning(AutoScalingFacts? found) =>
        found is { } group && !IsPossible(group)
            ? $"Auto Scaling group {group.GroupName} holds the instance in state {group.LifecycleState}, from which it can't enter standby: the group may terminate it."
            : null;
}
