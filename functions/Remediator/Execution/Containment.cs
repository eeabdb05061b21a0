using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Remediations.Isolation;

namespace Remediator.Execution;

/// <summary>What a verified response came to: one rule for all ways in which people are told.</summary>
public enum Containment
{
    /// <summary>Nothing had to be changed.</summary>
    AlreadyAsWanted,

    /// <summary>Evidence was secured, and nothing else was to be done.</summary>
    Done,

    /// <summary>Contained but for network interfaces that AWS lets nobody but their service change.</summary>
    InPart,

    Contained,
}

/// <summary>Reads off a record what people are told of it. Pure.</summary>
public static class ContainmentReading
{
    public static IEnumerable<ChangeRecord> Made(this ExecutionRecord record) => record.Changes.Where(c => !c.Change.IsSatisfied);

    public static Containment Containment(this ExecutionRecord record) =>
        record.Uncontained() > 0 ? Execution.Containment.InPart
        : !record.Made().Any() ? Execution.Containment.AlreadyAsWanted
        : record.Made().All(c => c.Change.Phase is Phase.Evidence or Phase.Preserve) ? Execution.Containment.Done
        : Execution.Containment.Contained;

    /// <summary>It was read back as wanted, and a later delivery could not look whether it still is so.</summary>
    public static bool MayStand(this ExecutionRecord record) => record is { State: ExecutionState.Verified, Failure: not null };

    /// <summary>How many network interfaces no step can move.</summary>
    public static int Uncontained(this ExecutionRecord record) => record.Steps.Sum(s => s.Uncontained);

    /// <summary>Whether a release would put something back that this execution has changed.</summary>
    public static bool CanBeUndone(this ExecutionRecord record) => record.Made().Any(c => c.Status != ChangeStatus.Pending && c.Change is { Keep: false, Irreversible: false });

    /// <summary>What the steps do not stop, but for what another step of this execution has provably ended.</summary>
    public static IEnumerable<string> Survivors(this ExecutionRecord record)
    {
        var isCut = record.State == ExecutionState.Verified
            && record.Steps.Any(s => s.Remediation == CutRoleSessions.StepName && s.Outcome is StepOutcome.Planned or StepOutcome.AlreadyCompliant);
        return record.Steps.Where(s => !Looks(s)).SelectMany(s => s.Survivors).Where(s => !(isCut && s == SurvivingFlows.Credentials)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>What the principal made that it could come back by, or that nothing was found, or why that is not known; whatever has become of the plan.</summary>
    public static IEnumerable<string> LeftBehind(this ExecutionRecord record) => record.Steps.Where(Looks)
        .SelectMany(s => s.Outcome == StepOutcome.NotTold ? [$"What the principal left behind is not known: {s.Reason}"] : s.Survivors);

    /// <summary>What a person may do next about it, as commands that show their plans; part of the same incident.</summary>
    public static IEnumerable<string> FollowUps(this ExecutionRecord record) =>
        record.Steps.SelectMany(s => s.FollowUps).Select(f => f.Command).OfType<string>().Distinct(StringComparer.Ordinal).Select(c => $"{c} --incident {NoticeIncident.IdOf(record.Key.FindingId)}");

    private static bool Looks(StepRecord step) => step.Remediation == FindPersistence.StepName;
}
