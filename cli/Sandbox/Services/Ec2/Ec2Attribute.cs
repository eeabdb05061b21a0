using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>Marks a class of EC2 operations.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class Ec2Attribute : ServiceAttribute
{
    public Ec2Attribute()
        : base("ec2", Protocol.Ec2) =>
        Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";
}
