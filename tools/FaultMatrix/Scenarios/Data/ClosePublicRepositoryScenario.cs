using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.AuditTrail;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class ClosePublicRepositoryScenario : AuditScenario
{
    private const string Open = """{"Statement":[{"Action":"ecr:BatchGetImage","Effect":"Allow","Principal":"*","Sid":"Open"},{"Action":"ecr:BatchGetImage","Effect":"Allow","Principal":{"AWS":"444455556666"},"Sid":"Team"}],"Version":"2012-10-17"}""";

    public override Remediation Remediation { get; } = new ClosePublicRepository();

    protected override string Sample => "cloudtrail/public-repository.json";

    public override bool Releases => true;

    public override void Seed(SandboxAccount account) => account.Region(Region).Repositories["web"] = new ImageRepository { Name = "web", Policy = Open };
}
