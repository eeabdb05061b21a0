using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Eks;

internal sealed class CordonNodeScenario : KubernetesScenario
{
    public override Remediation Remediation { get; } = new CordonNode();
}
