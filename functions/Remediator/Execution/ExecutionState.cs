namespace Remediator.Execution;

/// <summary>The states of an execution; <c>ExecutionTransitions</c> names every way between them.</summary>
public enum ExecutionState
{
    /// <summary>Claimed; nothing read yet.</summary>
    Received,

    /// <summary>Planned in observe mode: nothing was or will be changed by this delivery.</summary>
    Observed,

    /// <summary>Planned; a person has to decide.</summary>
    AwaitingApproval,

    /// <summary>The safety gate said no.</summary>
    Refused,

    /// <summary>The plan is recorded; no mutation yet.</summary>
    Planned,

    /// <summary>Mutations have begun.</summary>
    Applying,

    /// <summary>Every call was answered; not yet read back.</summary>
    Applied,

    /// <summary>Read back and found as planned.</summary>
    Verified,

    /// <summary>Was read back as planned once and no longer is, as a look has found that no finding asked for: told, and contained again by the next newer version of the finding.</summary>
    Regressed,

    /// <summary>Not contained, or not provably; the next delivery tries again.</summary>
    Failed,

    /// <summary>Put back as it was, and read back.</summary>
    Released,

    /// <summary>Its undoing has begun: some values may be put back. Running the release again finishes it.</summary>
    Releasing,

    /// <summary>The live state is neither what was before nor what the engine wrote.</summary>
    Drifted,
}
