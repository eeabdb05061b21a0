namespace Remediator.Infra.Tests.Support;

/// <summary>A fact that synthesizes: CDK runs in Node.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Tool.Missing("node", "install Node 20 or later");
}

/// <summary>A fact that synthesizes and puts moto's EventBridge to the test.</summary>
public sealed class MotoFactAttribute : FactAttribute
{
    public MotoFactAttribute() => Skip = Tool.Missing("node", "install Node 20 or later") ?? MotoProcess.Missing;
}
