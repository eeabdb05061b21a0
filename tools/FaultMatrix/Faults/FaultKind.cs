namespace Remediator.FaultMatrix.Faults;

/// <summary>What strikes one call.</summary>
internal enum FaultKind
{
    /// <summary>An internal error, and nothing happened.</summary>
    ErrorBefore,

    /// <summary>The call took effect, and its answer is an error.</summary>
    ErrorAfter,

    /// <summary>The connection breaks after the call took effect.</summary>
    LostAfter,

    Throttle,

    Timeout,

    /// <summary>Refused once.</summary>
    AccessDenied,

    /// <summary>This and every later call of the operation is refused, until people mend it and send the dead letter again.</summary>
    DeniedForGood,

    /// <summary>The answer says that all went well; nothing happened.</summary>
    WithoutEffect,

    KilledBefore,

    KilledAfter,

    /// <summary>The worker stands still after the call until another has taken over and finished; then it goes on.</summary>
    LeaseExpired,

    /// <summary>The same message reaches another worker while this one is at the call.</summary>
    Duplicate,

    /// <summary>The worker stands still until its lease is over; then it and another go on, turn by turn.</summary>
    TwoWorkers,

    /// <summary>A newer and an older version of the finding overtake.</summary>
    Reordered,
}
