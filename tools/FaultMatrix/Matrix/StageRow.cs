using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Trials;

namespace Remediator.FaultMatrix.Matrix;

/// <summary>A stage in the life of one remediation: respond, notify or release.</summary>
internal sealed class StageRow(RemediationScenario scenario, Expectation expected, Stage stage) : IRow
{
    public string Name => NameOf(scenario, stage);

    public static string NameOf(RemediationScenario scenario, Stage stage) => $"{scenario.Name}, {stage.ToString().ToLowerInvariant()}";

    public IEnumerable<int> Positions(FaultKind fault) => expected.Calls[stage].Index().Where(c => fault.Strikes(c.Item)).Select(c => c.Index + 1);

    public Outcome Strike(FaultKind fault, int position, Sabotage sabotage, Action<World>? seen = null) => Trial.Strike(scenario, expected, stage, fault, position, sabotage, seen);
}
