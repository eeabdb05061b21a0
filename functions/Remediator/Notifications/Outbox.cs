using Remediator.Controls;
using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>What people must be told of a new state.</summary>
public static class Outbox
{
    /// <summary>One entry, or none where the state is no news or nobody is to be told.</summary>
    public static IReadOnlyList<OutboxEntry> For(ExecutionRecord record) =>
        Kind(record.State) is { } kind ? For(record, kind) : [];

    public static IReadOnlyList<OutboxEntry> For(ExecutionRecord record, NoticeKind kind) =>
        record.Notify.IsDefaultOrEmpty ? [] : [new OutboxEntry(IdOf(record, kind), kind, record.Notify, record)];

    /// <summary>The id of the entry that the next save of the record writes.</summary>
    public static string IdOf(ExecutionRecord record, NoticeKind kind) => $"{record.Id}-{record.Version + 1}-{kind}";

    /// <param name="at">When the news arose, where the state is older: it is sent again, and kept, from then on.</param>
    public static IReadOnlyList<OutboxEntry> For(ExecutionRecord record, NoticeKind kind, DateTimeOffset at) => For(record with { UpdatedAt = at }, kind);

    /// <summary>That somebody undid the containment, and what is done about it.</summary>
    /// <param name="drifted">With the values that were found.</param>
    /// <param name="next">What was planned upon it.</param>
    public static IReadOnlyList<OutboxEntry> ForDrift(ExecutionRecord drifted, ExecutionRecord next) =>
        For(drifted with { Verdict = next.Verdict, Failure = next.State == ExecutionState.Planned ? null : next.Failure ?? next.Verdict?.Because }, NoticeKind.UndoneOutside);

    /// <summary>That a budget is used up; of one id for the window, so that it is said once.</summary>
    public static IReadOnlyList<OutboxEntry> ForBudget(ExecutionRecord record, BudgetClaim claim) =>
        record.Notify.IsDefaultOrEmpty ? [] : [new OutboxEntry($"{record.Id}-{claim.From.ToUnixTimeSeconds()}-{NoticeKind.BudgetUsedUp}", NoticeKind.BudgetUsedUp, record.Notify, record)];

    private static NoticeKind? Kind(ExecutionState state) => state switch
    {
        ExecutionState.Observed => NoticeKind.WouldRespond,
        ExecutionState.AwaitingApproval => NoticeKind.ApprovalNeeded,
        ExecutionState.Refused => NoticeKind.Refused,
        ExecutionState.Verified => NoticeKind.Contained,
        ExecutionState.Failed => NoticeKind.Failed,
        ExecutionState.Applied => NoticeKind.InProgress,
        ExecutionState.Released => NoticeKind.Released,
        ExecutionState.Regressed => NoticeKind.UndoneOutside,
        ExecutionState.Drifted => NoticeKind.ReleaseDrifted,
        ExecutionState.Received or ExecutionState.Planned or ExecutionState.Applying or ExecutionState.Releasing => null,
        _ => throw new InvalidOperationException($"unknown execution state {state}"),
    };
}
