using System.Collections.Immutable;

namespace Remediator.Controls;

/// <summary>Keeps the controls. Implementations: in memory, a folder, DynamoDB; all pass the same contract tests.</summary>
public interface IControlStore
{
    /// <summary>All controls, in one query. Unknown where they can't be read or understood, whatever the reason.</summary>
    Task<ControlsReading> ReadAsync(CancellationToken cancel);

    /// <summary>Sets a control; one with the same id is replaced.</summary>
    /// <exception cref="ArgumentException">The control has a fault.</exception>
    Task PutAsync(Control control, CancellationToken cancel);

    /// <summary>Takes a control away.</summary>
    /// <returns>False where there is none with this id.</returns>
    Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel);

    /// <summary>Who set and removed what, and why; the newest first.</summary>
    Task<ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel);
}

/// <summary>A control was set, or (where <paramref name="Removed"/>) taken away.</summary>
public sealed record ControlEvent(DateTimeOffset At, string By, string Why, bool Removed, string ControlId, string Says);
