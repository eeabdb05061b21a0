using Remediator.Controls;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Playbooks;

namespace Remediator.Execution;

/// <summary>What another finding of the same resource makes of an execution.</summary>
/// <param name="IsRaised">The playbook answers as its <c>corroborated</c> says.</param>
/// <param name="Says">By which finding, or why it is not known; for people.</param>
public sealed record Corroboration(bool IsRaised, string Says)
{
    /// <summary>Decides from what the ledger knows of the resource. Pure; what is not known raises nothing, and is said.</summary>
    /// <param name="record">The execution that is run, as the ledger had it.</param>
    /// <param name="finding">Its finding in the version that is answered.</param>
    /// <returns>Null where no other finding corroborates.</returns>
    public static Corroboration? Of(CorroborationRule rule, ExecutionRecord record, Finding finding, OtherFindings others, DateTimeOffset now)
    {
        // What was begun is finished as it was planned, whatever became of the other finding since.
        if (record.Corroboration is { IsRaised: true } standing && (!DeliveryTriage.IsHeldBack(record) || others is OtherFindings.Unknown))
        {
            return standing;
        }

        return others switch
        {
            OtherFindings.Unknown { Reason: var reason } => new(false, $"whether another finding of the resource corroborates it is not known, so nothing was raised: {reason}"),
            OtherFindings.Known { Executions: var executions } => executions.FirstOrDefault(o => Counts(rule, record, finding, o, now)) is { } other ? new(true, Tell(other, now)) : null,
            _ => throw new InvalidOperationException($"unknown reading {others.GetType().Name}"),
        };
    }

    /// <summary>Whether an execution is one of another finding that accuses the same resource, whose threat nobody has called settled.</summary>
    /// <remarks>A vulnerability, or an attack upon the resource, says nothing of whom it acts for. What was refused is exempt, protected or rejected: somebody has said that it is to be left alone.</remarks>
    public static bool IsOfAnother(ExecutionKey key, ResourceRef resource, ExecutionRecord other) =>
        other.Key.FindingId != key.FindingId
        && (other.Key.Resource == key.Resource || (other.Key.Account == key.Account && CredentialOwner.IsSame(resource, other.Resource)))
        && !other.Finding.IsSample
        && other.Finding.Status == FindingStatus.Active
        && FindingSourceCatalogue.Find(other.Finding.Source)?.Accuses(other.Finding, other.Resource) == true
        && other.State is not (ExecutionState.Received or ExecutionState.Refused or ExecutionState.Released);

    /// <summary>Whether its source has called a finding settled since it was answered, or nothing answers it any more.</summary>
    public static bool IsSettled(ExecutionRecord other, UnmatchedFinding? last) =>
        last is not null && last.At >= (last.Outcome == UnmatchedFinding.Resolved ? other.Finding.UpdatedAt ?? other.CreatedAt : other.UpdatedAt);

    /// <remarks>A finding that came only after this version of this one changes nothing until this one is reported anew: a plan that people approved stays that plan.</remarks>
    private static bool Counts(CorroborationRule rule, ExecutionRecord record, Finding finding, ExecutionRecord other, DateTimeOffset now)
    {
        var seen = Seen(record.CreatedAt, finding, now);
        return IsOfAnother(record.Key, record.Resource, other)
            && other.CreatedAt <= seen
            && Seen(other.CreatedAt, other.Finding, now) >= seen - rule.Within
            && (rule.Severity is not { } least || other.Finding.Severity.Label >= least);
    }

    /// <summary>When a finding was reported last, as far as can be believed.</summary>
    private static DateTimeOffset Seen(DateTimeOffset created, Finding finding, DateTimeOffset now) =>
        finding.UpdatedAt is { } updated && updated > created && updated <= now ? updated : created;

    private static string Tell(ExecutionRecord other, DateTimeOffset now) =>
        $"by the {other.Finding.Source} finding {other.Finding.Type} ({other.Finding.Id}), last reported {Control.Utc(Seen(other.CreatedAt, other.Finding, now))}, execution {other.Id}";
}
