using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Eks;

internal sealed class IsolatePodScenario : KubernetesScenario
{
    public override Remediation Remediation { get; } = new IsolatePod();

    protected override string Options => """{"detach":true}""";
}
