using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Trials;

namespace Remediator.FaultMatrix.Matrix;

/// <summary>One path under one kind of fault, at every call that it can strike.</summary>
internal sealed record Cell(string Row, FaultKind Fault, IReadOnlyList<Outcome> Outcomes)
{
    public int Runs => Outcomes.Count;

    public int Survived => Outcomes.Count(o => o.Survived);

    public IEnumerable<Outcome> Failures => Outcomes.Where(o => !o.Survived);
}
