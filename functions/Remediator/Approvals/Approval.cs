using System.Collections.Immutable;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Approvals;

/// <summary>A question to people about one plan, and what they have answered; kept in the execution's record.</summary>
/// <remarks>Another plan is another question, with another hash; the one before stays in the audit.</remarks>
public sealed record Approval
{
    /// <summary><see cref="PlanHash"/> of the plan that is asked about.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Without an answer until then, <see cref="Default"/> is the answer.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many different people must approve.</summary>
    public required int Quorum { get; init; }

    public required ExpiryDefault Default { get; init; }

    /// <summary>Why people are asked.</summary>
    public required string Because { get; init; }

    /// <summary>The plan that is asked about.</summary>
    public required ImmutableArray<Change> Changes { get; init; }

    /// <summary>How it differs from the plan that was asked about before, in words; empty for a first question.</summary>
    public ImmutableArray<string> Differences { get; init; } = [];

    public ImmutableArray<ApprovalDecision> Decisions { get; init; } = [];

    /// <summary>When the approved plan was made again from the live state, found to be the same, and recorded to be applied.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>When people were told that what was approved can't be applied now.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>It became pointless: the resource turned out to be exempt, say, or the plan was applied without asking.</summary>
    public bool IsMoot { get; init; }

    /// <summary>One rejection is enough, whatever the quorum.</summary>
    public ApprovalDecision? Rejection => Decisions.FirstOrDefault(d => d.Kind == DecisionKind.Reject);

    public IEnumerable<ApprovalDecision> Approvals => Decisions.Where(d => d.Kind == DecisionKind.Approve);

    /// <summary>Enough people approved, or nobody decided in time and the playbook says to proceed.</summary>
    public bool IsGranted => Answer != PlanApproval.None;

    /// <summary>By whom it is granted, if it is.</summary>
    public PlanApproval Answer =>
        IsMoot || Rejection is not null ? PlanApproval.None
        : Approvals.Any(d => d.Way == DecisionWay.Expiry) ? PlanApproval.BySilence
        : Approvals.Count() >= Quorum ? PlanApproval.ByPeople
        : PlanApproval.None;

    public bool IsPending => !IsMoot && Rejection is null && !IsGranted;

    /// <summary>Something is still to be done: people must decide, or what they approved is not taken up yet.</summary>
    public bool IsOpen => IsPending || (IsGranted && AppliedAt is null);

    /// <summary>How many approvals are missing.</summary>
    public int Missing => IsPending ? Quorum - Approvals.Count() : 0;

    /// <summary>The first digits, which people compare.</summary>
    public string ShortHash => Hash.Length > 12 ? Hash[..12] : Hash;

    /// <summary>An approval is for now: one that could not be used for as long as people had to decide is asked for again.</summary>
    public bool HasLapsed(DateTimeOffset now) => IsGranted && AppliedAt is null && now >= LapsesAt;

    /// <summary>Until when an approval may be used; the time to decide while there is none.</summary>
    public DateTimeOffset LapsesAt => IsGranted ? Decisions[^1].At + (ExpiresAt - AskedAt) : ExpiresAt;

    /// <summary>Who approved, for people.</summary>
    public string ApprovedBy => string.Join(" and ", Approvals.Select(d => d.Tell()));
}

/// <summary>One answer.</summary>
/// <param name="By">Who: a principal's ARN, <c>slack:U0123 (name)</c>, <c>email link</c>, or the expiry itself.</param>
/// <param name="Why">The reason given; may be empty.</param>
public sealed record ApprovalDecision(DecisionKind Kind, DecisionWay Way, string By, string Why, DateTimeOffset At)
{
    public string Tell() => Why.Length == 0 ? By : $"{By} ({Why})";
}

/// <summary>Yes or no.</summary>
public enum DecisionKind
{
    Approve,
    Reject,
}

/// <summary>By which way a decision came.</summary>
public enum DecisionWay
{
    Cli,
    Slack,
    Email,

    /// <summary>Nobody decided in time: the playbook's default.</summary>
    Expiry,
}
