using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Trials;

namespace Remediator.FaultMatrix.Matrix;

/// <summary>One path of the engine that faults strike at every call.</summary>
internal interface IRow
{
    string Name { get; }

    /// <summary>The calls of the undisturbed run that this fault can strike: their positions, from 1.</summary>
    IEnumerable<int> Positions(FaultKind fault);

    /// <param name="seen">Shown the world when what was struck has come to rest.</param>
    Outcome Strike(FaultKind fault, int position, Sabotage sabotage, Action<World>? seen = null);
}
