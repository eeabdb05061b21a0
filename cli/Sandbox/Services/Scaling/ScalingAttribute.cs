using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Scaling;

/// <summary>Marks a class of Auto Scaling operations.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ScalingAttribute : ServiceAttribute
{
    public ScalingAttribute()
        : base("autoscaling", Protocol.Query) =>
        Namespace = "http://autoscaling.amazonaws.com/doc/2011-01-01/";
}
