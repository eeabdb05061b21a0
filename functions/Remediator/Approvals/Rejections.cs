using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.Approvals;

/// <summary>What a rejection makes of an execution, and what people are told of it. Pure.</summary>
internal static class Rejections
{
    /// <summary>Refused where nothing was done; what was done before the question stays as it is. Null where nobody rejected.</summary>
    public static (ExecutionRecord Record, IReadOnlyList<OutboxEntry> News)? Take(ExecutionRecord decided, DateTimeOffset now) =>
        decided.Approval is { Rejection: { } rejection } asked ? End(decided, asked, $"rejected by {rejection.Tell()}", now) : null;

    /// <summary>The same where the question itself is none any more.</summary>
    public static (ExecutionRecord Record, IReadOnlyList<OutboxEntry> News)? Close(ExecutionRecord record, string because, DateTimeOffset now) =>
        record.Approval is { } asked ? End(record with { Approval = ApprovalRules.Moot(asked) }, asked, because, now) : null;

    private static (ExecutionRecord Record, IReadOnlyList<OutboxEntry> News) End(ExecutionRecord decided, Approval asked, string because, DateTimeOffset now)
    {
        var record = decided.State == ExecutionState.AwaitingApproval ? decided.To(ExecutionState.Refused, now) : decided;
        record = record with { Verdict = new Verdict.Refused(because) };
        if (record.State == ExecutionState.Failed)
        {
            record = record with { Failure = $"what others have changed since it was planned was to be changed again, and that was {because}; {Advice.Release(record.Id)}; {Advice.Enforce(record)}" };
        }

        var others = asked.Changes.Where(c => !record.Changes.Any(d => d.Change.Attribute == c.Attribute && d.Change.Target == c.Target));
        var told = record with { Changes = [.. record.Changes, .. others.Select(c => new ChangeRecord(c))] };
        return (record, Outbox.For(told, NoticeKind.Refused, now));
    }
}
