using Remediator.Controls;
using Remediator.Execution;

namespace Remediator.Approvals;

/// <summary>Whether a decision counts. Pure.</summary>
public static class DecisionRules
{
    /// <summary>Digits of a hash that name a plan well enough among those of one execution.</summary>
    private const int LeastDigits = 8;

    /// <summary>The record with the decision, or why it is refused.</summary>
    public static DecisionResult Judge(ExecutionRecord record, DecisionRequest request, DateTimeOffset now)
    {
        if (record.Approval is not { IsMoot: false } approval)
        {
            return Refuse($"nothing waits for a decision: the execution is {record.State}");
        }

        if (request.Hash is { } hash && !Names(hash, approval))
        {
            return Refuse($"this is about another plan: the one that waits has the hash {approval.ShortHash}");
        }

        if (request.AskedAt is { } asked && asked != approval.AskedAt.ToUnixTimeSeconds())
        {
            return Refuse("this belongs to an earlier request; people were asked again since");
        }

        var mine = approval.Decisions.LastOrDefault(d => d.By == request.By && d.Way == request.Way);
        if (mine?.Kind == request.Kind)
        {
            return new DecisionResult.Repeated(record);
        }

        // A yes can be taken back for as long as another is waited for; a no ends the question.
        if (mine is not null && !(request.Kind == DecisionKind.Reject && approval.IsPending))
        {
            return Refuse($"you have decided otherwise already, at {Control.Utc(mine.At)}");
        }

        if (!approval.IsPending)
        {
            return Refuse(approval.Rejection is { } no ? $"it was rejected already, by {no.Tell()}" : $"it was approved already, by {approval.ApprovedBy}");
        }

        if (now >= approval.ExpiresAt)
        {
            return Refuse($"the time to decide ended at {Control.Utc(approval.ExpiresAt)}; the playbook's default is to {approval.Default.ToString().ToLowerInvariant()}");
        }

        var decision = new ApprovalDecision(request.Kind, request.Way, request.By, request.Why, now);
        return new DecisionResult.Recorded(record with { Approval = approval with { Decisions = [.. approval.Decisions, decision] } });

        DecisionResult.Refused Refuse(string reason) => new(reason, record);
    }

    private static bool Names(string hash, Approval approval) =>
        hash.Length >= LeastDigits && approval.Hash.StartsWith(hash, StringComparison.OrdinalIgnoreCase);
}
