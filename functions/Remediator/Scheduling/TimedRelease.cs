namespace Remediator.Scheduling;

/// <summary>When a containment ends by itself, and who last said so.</summary>
/// <param name="After">How long it stands at least, after the containment and after every newer finding.</param>
/// <param name="Warn">How long before people are told.</param>
/// <param name="At">When it ends; null for not by itself, which only a person or a value that drifted brings about.</param>
public sealed record TimedRelease(TimeSpan After, TimeSpan Warn, DateTimeOffset? At)
{
    /// <summary>What keeps it from ending at its time; people were told of it.</summary>
    public string? Held { get; init; }

    /// <summary>The outbox entry of the warning of its end; null where none was written.</summary>
    public string? Warning { get; init; }

    /// <summary>Who moved it, and why; null while it is as the playbook says.</summary>
    public string? By { get; init; }

    public string? Why { get; init; }

    /// <summary>When its time last ended, or began to end, a containment of the finding, and no person did; null where it has not.</summary>
    public DateTimeOffset? Ended { get; init; }
}
