namespace Remediator.Execution;

/// <summary>Every way from one state to another; one that is not named here fails loudly.</summary>
/// <remarks>
/// <code>
/// Received          -> Observed | AwaitingApproval | Refused | Planned | Verified (already as wanted) | Failed (nothing could be read)
/// Observed, AwaitingApproval, Refused -> Received (a later delivery, a decision, or an operator who enforces, looks again)
/// AwaitingApproval  -> Refused (a person rejected the plan)
/// Planned           -> Applying (also when a crashed run is taken up again)
/// Applying          -> Applied | Failed
/// Applied           -> Verified | Failed | Planned (AWS was still at it, and is looked at again)
/// Verified          -> Regressed | Releasing | Drifted | Received (a newer version of the finding asks for more)
/// Regressed         -> Verified (as it was again) | Releasing | Drifted
/// Failed            -> Received (no plan yet) | Planned (resumed) | Releasing | Drifted
/// Drifted           -> Regressed | Verified (as it was again) | Releasing | Drifted | Received (contained again)
/// Releasing         -> Released | Drifted | Releasing (a release that was cut off is run again)
/// Released          -> Received (an operator responds again, it was settled and occurs anew, or its time had ended it and the threat is reported anew)
/// Planned, Applying, Applied -> Releasing | Drifted (an operator undoes what a crashed run left)
/// </code>
/// </remarks>
public static class ExecutionTransitions
{
    /// <summary>The record in its next state, stamped.</summary>
    /// <exception cref="InvalidOperationException">There is no such way.</exception>
    public static ExecutionRecord To(this ExecutionRecord record, ExecutionState next, DateTimeOffset now) =>
        Allows(record.State, next)
            ? record with { State = next, UpdatedAt = now, Trail = [.. record.Trail, new StateChange(record.State, next, now)] }
            : throw new InvalidOperationException($"Execution {record.Id} cannot go from {record.State} to {next}.");

    /// <summary>Whether something of it may stand that a release puts back.</summary>
    public static bool IsReleasable(ExecutionState state) => Allows(state, ExecutionState.Releasing);

    public static bool Allows(ExecutionState from, ExecutionState to) => from switch
    {
        ExecutionState.Received => to is ExecutionState.Observed or ExecutionState.AwaitingApproval or ExecutionState.Refused
            or ExecutionState.Planned or ExecutionState.Verified or ExecutionState.Failed,
        ExecutionState.Observed or ExecutionState.Refused => to is ExecutionState.Received,
        ExecutionState.AwaitingApproval => to is ExecutionState.Received or ExecutionState.Refused,
        ExecutionState.Planned => to is ExecutionState.Applying or ExecutionState.Releasing or ExecutionState.Drifted,
        ExecutionState.Applying => to is ExecutionState.Applied or ExecutionState.Failed or ExecutionState.Releasing or ExecutionState.Drifted,
        ExecutionState.Applied => to is ExecutionState.Verified or ExecutionState.Failed or ExecutionState.Planned or ExecutionState.Releasing or ExecutionState.Drifted,
        ExecutionState.Verified => to is ExecutionState.Regressed or ExecutionState.Releasing or ExecutionState.Drifted or ExecutionState.Received,
        ExecutionState.Regressed => to is ExecutionState.Verified or ExecutionState.Releasing or ExecutionState.Drifted,
        ExecutionState.Failed => to is ExecutionState.Received or ExecutionState.Planned or ExecutionState.Releasing or ExecutionState.Drifted,
        ExecutionState.Releasing => to is ExecutionState.Released or ExecutionState.Drifted or ExecutionState.Releasing,
        ExecutionState.Released => to is ExecutionState.Received,
        ExecutionState.Drifted => to is ExecutionState.Regressed or ExecutionState.Verified or ExecutionState.Releasing or ExecutionState.Drifted or ExecutionState.Received,
        _ => throw new InvalidOperationException($"unknown execution state {from}"),
    };
}
