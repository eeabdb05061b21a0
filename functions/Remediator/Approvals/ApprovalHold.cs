using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.Approvals;

/// <summary>That what was approved can't be applied now: said once, since people were told that what came of it follows. Pure.</summary>
internal static class ApprovalHold
{
    /// <param name="because">Why it can't be applied.</param>
    /// <param name="isTold">Another message of this run says so.</param>
    public static (ExecutionRecord Record, IReadOnlyList<OutboxEntry> News) Tell(ExecutionRecord record, string? because, bool isTold, DateTimeOffset now)
    {
        if (record.Approval is not { IsGranted: true, AppliedAt: null, HeldAt: null } approval)
        {
            return (record, []);
        }

        var held = record with { Approval = approval with { HeldAt = now } };
        return (held, isTold ? [] : Outbox.For(Shown(held, approval) with { Verdict = new Verdict.Wait(because ?? "it is not known why") }, NoticeKind.ApprovalHeld, now));
    }

    /// <summary>That nobody waits any more for it to be applied.</summary>
    public static IReadOnlyList<OutboxEntry> Lapsed(ExecutionRecord record, DateTimeOffset now) =>
        record.Approval is { } approval ? Outbox.For(Shown(record, approval), NoticeKind.ApprovalLapsed, now) : [];

    private static ExecutionRecord Shown(ExecutionRecord record, Approval approval) =>
        record with { Changes = [.. record.Changes.Where(c => !approval.Changes.Any(a => a.Attribute == c.Change.Attribute && a.Target == c.Change.Target)), .. approval.Changes.Select(c => new ChangeRecord(c))] };
}
