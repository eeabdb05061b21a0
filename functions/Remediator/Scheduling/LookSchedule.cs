using Remediator.Execution;

namespace Remediator.Scheduling;

/// <summary>When a containment is looked at that no newer finding asks about; pure.</summary>
/// <remarks>What is undone is mostly undone soon, by a deployment say, and tells people nothing new every hour.</remarks>
public static class LookSchedule
{
    /// <summary>The first look; each later one comes four times as late as the one before it.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>It stands, or should: also where a release of it was stopped before its first write.</summary>
    public static bool LooksAt(ExecutionRecord record) =>
        record.State is ExecutionState.Verified or ExecutionState.Regressed
        || (record.State == ExecutionState.Drifted && record.Changes.All(c => c.Status != ChangeStatus.Released));

    /// <summary>From now on the containment is proved.</summary>
    public static ExecutionRecord Begin(ExecutionRecord record, DateTimeOffset now) => record.WithDue(IsLook, new DueWork(DueKind.Look, now + First));

    /// <summary>After a look: the next one, as long as there is something to look at.</summary>
    public static ExecutionRecord After(ExecutionRecord record, DueWork work, DateTimeOffset now)
    {
        var wait = First * Math.Pow(4, Math.Min(work.Attempts + 1, 10));
        return LooksAt(record) ? record.WithDue(IsLook, new DueWork(DueKind.Look, now + (wait < Longest ? wait : Longest), work.Attempts + 1)) : End(record);
    }

    public static ExecutionRecord End(ExecutionRecord record) => record.Due.Any(w => IsLook(w.Kind)) ? record.WithDue(IsLook) : record;

    private static bool IsLook(DueKind kind) => kind == DueKind.Look;
}
