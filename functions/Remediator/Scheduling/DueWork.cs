namespace Remediator.Scheduling;

/// <summary>Something that has to be done for an execution at a time of its own.</summary>
/// <param name="At">Not before.</param>
/// <param name="Attempts">How often it was tried and could not be done.</param>
public sealed record DueWork(DueKind Kind, DateTimeOffset At, int Attempts = 0);

/// <summary>The kinds of due work; an <see cref="IDueTask"/> does each.</summary>
public enum DueKind
{
    /// <summary>Tell people that a containment is about to end.</summary>
    ReleaseWarning,

    /// <summary>End a containment.</summary>
    Release,

    /// <summary>Take an execution up again whose question to people is over its time, or was decided.</summary>
    Approval,

    /// <summary>Look whether a containment still stands. What people wait for goes before it.</summary>
    Look,
}
