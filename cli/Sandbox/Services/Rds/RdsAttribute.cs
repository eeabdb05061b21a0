using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Rds;

/// <summary>Marks a class of RDS operations.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RdsAttribute : ServiceAttribute
{
    public RdsAttribute()
        : base("rds", Protocol.Query) =>
        Namespace = "http://rds.amazonaws.com/doc/2014-10-31/";
}
