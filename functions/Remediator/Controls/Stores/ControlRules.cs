using System.Collections.Immutable;

namespace Remediator.Controls.Stores;

/// <summary>What setting and removing come to, for the stores that keep all controls in one piece.</summary>
internal static class ControlRules
{
    /// <summary>How many events a store in one piece remembers.</summary>
    private const int Remembered = 1000;

    public static StoredControls Empty { get; } = new([], []);

    public static StoredControls Put(StoredControls stored, Control control) => new(
        [.. stored.Controls.Where(c => c.Id != control.Id), control],
        Remember(stored, Event(control)));

    /// <returns>Null where there is no control with this id.</returns>
    public static StoredControls? Remove(StoredControls stored, string id, string by, string why, DateTimeOffset now) =>
        stored.Controls.FirstOrDefault(c => c.Id == id) is { } control
            ? new([.. stored.Controls.Where(c => c.Id != id)], Remember(stored, new ControlEvent(now, by, why, true, id, control.Says)))
            : null;

    public static ControlEvent Event(Control control) => new(control.At, control.By, control.Why, false, control.Id, control.Says);

    /// <exception cref="ArgumentException">The control has a fault.</exception>
    public static void Check(Control control)
    {
        if (control.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(control));
        }
    }

    private static ImmutableArray<ControlEvent> Remember(StoredControls stored, ControlEvent news) => [.. stored.History.TakeLast(Remembered - 1), news];
}
