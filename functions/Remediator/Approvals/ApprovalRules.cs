using System.Collections.Immutable;
using System.Globalization;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Approvals;

/// <summary>What a question to people, asked or answered before, means for a plan that was made just now. Pure.</summary>
public static class ApprovalRules
{
    /// <summary>The answer of the clock, where nobody has decided in time.</summary>
    public static ExecutionRecord Expire(ExecutionRecord record, DateTimeOffset now)
    {
        if (record.Approval is not { IsPending: true } approval || now < approval.ExpiresAt)
        {
            return record;
        }

        var kind = approval.Default == ExpiryDefault.Proceed ? DecisionKind.Approve : DecisionKind.Reject;
        var why = $"nobody decided until {Control.Utc(approval.ExpiresAt)}, and then the playbook says {approval.Default.ToString().ToLowerInvariant()}";
        return record with { Approval = approval with { Decisions = [.. approval.Decisions, new ApprovalDecision(kind, DecisionWay.Expiry, "expiry", why, now)] } };
    }

    /// <summary>The question that counts: an approval that was not used in time is none.</summary>
    public static Approval? Standing(ExecutionRecord record, DateTimeOffset now) => record.Approval is { IsMoot: false } approval && !approval.HasLapsed(now) ? approval : null;

    /// <summary>What the gate's verdict on a plan becomes, given what people said of it or of the one before.</summary>
    /// <param name="plan">Hash of the plan made just now.</param>
    /// <param name="isNewer">The finding was reported anew since the plan before.</param>
    /// <param name="isAsked">A person asks for this run, in this mode: who acts under their own name need not be asked.</param>
    public static Verdict Consider(Approval? prior, Verdict verdict, string plan, bool isNewer, bool isAsked)
    {
        if (prior is null || isAsked || verdict is not (Verdict.Proceed or Verdict.NeedsApproval))
        {
            return verdict;
        }

        if (prior.Rejection is { } rejection)
        {
            // What a person rejected stays rejected, however often the finding is reported. That nobody looked is no such word.
            return prior.Hash == plan && !(rejection.Way == DecisionWay.Expiry && isNewer) ? new Verdict.Refused($"rejected by {rejection.Tell()}")
                : prior.Hash == plan ? verdict
                : new Verdict.NeedsApproval($"another plan was rejected by {rejection.Tell()}; this one differs");
        }

        return prior.IsGranted && prior.AppliedAt is null && prior.Hash != plan
            ? new Verdict.NeedsApproval($"the plan has changed since it was approved by {prior.ApprovedBy}, so nothing was applied")
            : verdict;
    }

    /// <summary>The question that goes with the verdict: the one asked before where it still is the same, a new one, or null for none.</summary>
    public static Approval? After(Approval? prior, Verdict verdict, string plan, ImmutableArray<Change> changes, ApprovalTerms terms, DateTimeOffset now)
    {
        var same = prior is not null && prior.Hash == plan;
        return verdict switch
        {
            Verdict.Proceed => same && prior!.IsGranted ? prior with { AppliedAt = now } : null,
            // What silence has answered and the gate asks all the same is another question.
            Verdict.NeedsApproval needs => same && prior!.IsOpen && prior.Answer != PlanApproval.BySilence ? prior : Ask(prior, needs, plan, changes, terms, now),

            // A pause, or observation alone: what people were asked, or answered, waits.
            Verdict.Observe => prior,
            Verdict.Refused => same && prior!.Rejection is not null ? prior : null,
            _ => prior,
        };
    }

    /// <summary>How people are asked about a plan: what silence would not answer is not promised to be done by it.</summary>
    /// <param name="silenceMayProceed">It never stands for a word about a freeze, a budget or what cannot be undone.</param>
    public static ApprovalTerms TermsOf(Playbook playbook, bool silenceMayProceed)
    {
        var terms = playbook.Approval ?? ApprovalTerms.Usual;
        return silenceMayProceed ? terms : terms with { Default = ExpiryDefault.Reject };
    }

    /// <summary>The question is not one any more; it stays on record.</summary>
    public static Approval? Moot(Approval? approval) => approval is null ? null : approval with { IsMoot = true };

    private static Approval Ask(Approval? prior, Verdict.NeedsApproval verdict, string plan, ImmutableArray<Change> changes, ApprovalTerms terms, DateTimeOffset now) => new()
    {
        Hash = plan,
        AskedAt = now,
        ExpiresAt = now + terms.Expires,
        Quorum = terms.Quorum,
        Default = terms.Default,
        Because = verdict.Reason,
        Changes = changes,
        Differences = prior is null || prior.Hash == plan ? [] : PlanDifference.Between(prior.Changes, changes),
    };

    /// <summary>Until when people have, and what happens then.</summary>
    public static string Deadline(Approval approval) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Control.Utc(approval.ExpiresAt)}; without a decision the plan is then {(approval.Default == ExpiryDefault.Proceed ? "applied" : "rejected")}");
}
