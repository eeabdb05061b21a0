using Remediator.Execution;

namespace Remediator.Approvals;

/// <summary>What somebody has decided.</summary>
/// <param name="Hash">The plan that they decided about, or its first digits; null for the one that waits.</param>
/// <param name="By">See <see cref="ApprovalDecision"/>; two decisions of one quorum must differ in it.</param>
/// <param name="AskedAt">Of which question, in seconds since 1970, where the way knows: a link or button of an earlier one does not count.</param>
public sealed record DecisionRequest(string ExecutionId, DecisionKind Kind, DecisionWay Way, string By, string Why = "", string? Hash = null, long? AskedAt = null);

/// <summary>What came of a decision.</summary>
public abstract record DecisionResult
{
    private DecisionResult()
    {
    }

    /// <summary>It is recorded; <see cref="Approval.IsGranted"/> says whether it was the last that was missing.</summary>
    public sealed record Recorded(ExecutionRecord Record) : DecisionResult;

    /// <summary>This very decision of this very person is recorded already: nothing was changed.</summary>
    public sealed record Repeated(ExecutionRecord Record) : DecisionResult;

    /// <summary>It does not count, and why; nothing was changed.</summary>
    public sealed record Refused(string Reason, ExecutionRecord? Record) : DecisionResult;

    /// <summary>A worker has the execution at the moment.</summary>
    public sealed record Busy(string ExecutionId, DateTimeOffset Until) : DecisionResult;
}
