using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Execution;

/// <summary>What a delivery means to an execution that is on record.</summary>
internal static class DeliveryTriage
{
    /// <summary>Nothing is left to do, as far as the last delivery knew.</summary>
    public static bool IsDone(ExecutionRecord record) => record.State is ExecutionState.Verified or ExecutionState.Regressed or ExecutionState.Released or ExecutionState.Drifted;

    /// <summary>A plan is recorded and mutations may have begun.</summary>
    public static bool IsUnfinished(ExecutionRecord record) =>
        record.State is ExecutionState.Planned or ExecutionState.Applying or ExecutionState.Applied
        || (record.State == ExecutionState.Failed && !record.Changes.IsEmpty);

    /// <summary>Its undoing has begun and is not finished: what no longer stands was undone by the engine, and by nobody else.</summary>
    public static bool IsBeingReleased(ExecutionRecord record) => record.State == ExecutionState.Releasing;

    /// <summary>Only shown so far: each delivery plans anew, but for what is older than the plan.</summary>
    public static bool IsHeldBack(ExecutionRecord record) => record.State is ExecutionState.Observed or ExecutionState.AwaitingApproval or ExecutionState.Refused;

    /// <summary>Only shown so far, and nobody asks for more: what can't be read now changes nothing of what people were told, and the next delivery looks again.</summary>
    public static bool KeepsWhatWasTold(RunRequest request, ExecutionRecord record) =>
        IsHeldBack(record) && !request.ByOperator && record.Approval is not { IsGranted: true, AppliedAt: null };

    /// <summary>Whether a person only looked, in what mode ever it was asked for, and the record stays as it is.</summary>
    /// <remarks>
    /// What takes the place of a release is contained again by the next delivery; what takes the place of a question withdraws it.
    /// A look replaces nothing but another look. That somebody undid a containment is put on record all the same.
    /// </remarks>
    public static bool Stays(RunRequest request, ExecutionRecord before, ExecutionRecord planned) =>
        request.ByOperator && (before.State, planned.State) switch
        {
            (ExecutionState.Received or ExecutionState.Observed, _) => false,
            (ExecutionState.Drifted, _) when planned.Verdict is not null => false,
            (ExecutionState.Released or ExecutionState.AwaitingApproval or ExecutionState.Refused, ExecutionState.Observed) when planned.Mode == PlaybookMode.Observe => true,
            _ => request.IsLook,
        };

    public static bool IsOlder(Finding delivered, ExecutionRecord record) => delivered.UpdatedAt < record.Finding.UpdatedAt;

    public static bool IsNewer(Finding delivered, ExecutionRecord record) => delivered.UpdatedAt > record.Finding.UpdatedAt;

    /// <summary>Whether it tells more of what is known already: the version on record by another route, with what that one did not name, where a step had nothing to do.</summary>
    /// <remarks>Once it is on record it tells nothing more, however often the two come in turns.</remarks>
    public static bool TellsMore(Finding delivered, ExecutionRecord record) =>
        !IsOlder(delivered, record) && Named(delivered, record).Except(Named(record.Finding, record)).Any() && record.Steps.Any(s => s.Outcome == StepOutcome.NotApplicable);

    /// <summary>What it could do is done, and a step is left that could not be read at first and that people are to be asked about.</summary>
    public static bool IsPartial(ExecutionRecord record) => record.State == ExecutionState.Verified && record.Steps.Any(s => s.Outcome == StepOutcome.Unknown);

    /// <summary>What it could do is done, and the rest, upon what others have made of it, was asked about: nothing but a person's word makes a difference.</summary>
    public static bool OnlyWaitsForPeople(ExecutionRecord record) =>
        record is { State: ExecutionState.Failed, Approval: { IsMoot: false } asked } && (asked.IsPending || asked.Rejection is not null)
        && !record.Changes.IsEmpty
        && record.Changes.All(c => c.Status == ChangeStatus.Verified || c.Change.Optional || asked.Changes.Any(a => a.Attribute == c.Change.Attribute && a.Target == c.Change.Target))
        && record.Steps.All(s => s.Outcome != StepOutcome.Unknown || asked.Changes.Any(a => a.Step == s.Remediation));

    /// <summary>Whether the gate alone kept the engine from containing it again: a newer finding asks the gate anew. After a release that stopped only a person does.</summary>
    public static bool MayContainAgain(Finding delivered, ExecutionRecord drifted) => drifted.Verdict is { } verdict and not Verdict.Proceed && IsNewer(delivered, drifted);

    /// <summary>The request with what is known last: an older update that comes late takes nothing back, nor does a form of the same version that tells less.</summary>
    public static RunRequest Newest(RunRequest request, ExecutionRecord record) =>
        IsOlder(request.Finding, record) || TellsLess(request.Finding, record) ? request with { Finding = record.Finding, Resource = record.Resource } : request;

    /// <summary>Whether its time, and no person, ended the containment of a threat, which is reported anew.</summary>
    /// <remarks>A setting is what the release itself put back: that it is reported says nothing new.</remarks>
    public static bool IsActiveAgain(Finding delivered, ExecutionRecord released) =>
        released.Release is { Ended: not null } && FindingSourceCatalogue.Find(delivered.Source)?.IsThreat(delivered) == true;

    /// <summary>Whether the source called the finding settled after a person had released it, and active again since.</summary>
    /// <remarks>
    /// A release itself makes a bucket public again, which its source reports: that, like any update of what was released, is no new
    /// occurrence, and the person's decision stands.
    /// </remarks>
    public static bool IsNewOccurrence(Finding delivered, ExecutionRecord released, UnmatchedFinding? last) =>
        last is { Outcome: UnmatchedFinding.Resolved, At: var settled } && settled > released.UpdatedAt && delivered.UpdatedAt > settled;

    private static bool TellsLess(Finding delivered, ExecutionRecord record) => !IsNewer(delivered, record) && Named(record.Finding, record).Except(Named(delivered, record)).Any();

    /// <summary>What steps need, and not every form of a finding has.</summary>
    private static IEnumerable<string> Named(Finding finding, ExecutionRecord record)
    {
        if (finding.Actor is { Ports.IsEmpty: false })
        {
            yield return nameof(Actor.Ports);
        }

        if (finding.Resources.Any(r => r.Kind == record.Resource.Kind && r.Id == record.Resource.Id && r.Detail(ResourceDetails.DbCluster) is not null))
        {
            yield return ResourceDetails.DbCluster;
        }
    }
}
