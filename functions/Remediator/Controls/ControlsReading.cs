using System.Collections.Immutable;

namespace Remediator.Controls;

/// <summary>The controls, or the reason why they could not be read: unknown is not none.</summary>
public abstract record ControlsReading
{
    private ControlsReading()
    {
    }

    public sealed record Known(ControlsSnapshot Controls) : ControlsReading;

    public sealed record Unknown(string Reason) : ControlsReading;

    public static ControlsReading None { get; } = new Known(new ControlsSnapshot([]));

    public static ControlsReading Of(params ImmutableArray<Control> controls) => new Known(new ControlsSnapshot(controls));
}
