using Remediator.Execution;
using Remediator.Scheduling;

namespace Remediator.Approvals;

/// <summary>When somebody has to look at a question again: when its time is over, or when a decision was not taken up. Pure.</summary>
public static class ApprovalSchedule
{
    /// <summary>The message that a decision sends itself is given so long.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The record with its due work in step with its question; to be called before every save that may have changed it.</summary>
    public static ExecutionRecord Schedule(this ExecutionRecord record)
    {
        if (record.Approval is not { IsOpen: true } approval)
        {
            return record.Due.Any(w => IsOurs(w.Kind)) ? record.WithDue(IsOurs) : record;
        }

        var at = approval.IsPending ? approval.ExpiresAt : approval.Decisions[^1].At + Grace;
        return record.Due.FirstOrDefault(w => IsOurs(w.Kind)) is { Attempts: > 0 } tried && tried.At > at
            ? record
            : record.WithDue(IsOurs, new DueWork(DueKind.Approval, at));
    }

    /// <summary>Later, and ever later, as long as a pause or an outage keeps it from being taken up.</summary>
    public static ExecutionRecord Later(ExecutionRecord record, DueWork work, DateTimeOffset now)
    {
        var wait = Grace * Math.Pow(2, Math.Min(work.Attempts, 10));
        return record.WithDue(IsOurs, new DueWork(DueKind.Approval, now + (wait < Longest ? wait : Longest), work.Attempts + 1));
    }

    private static bool IsOurs(DueKind kind) => kind == DueKind.Approval;
}
