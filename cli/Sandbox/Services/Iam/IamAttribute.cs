using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Iam;

/// <summary>Marks a class of IAM operations.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class IamAttribute : ServiceAttribute
{
    public IamAttribute()
        : base("iam", Protocol.Query)
    {
        Namespace = "https://iam.amazonaws.com/doc/2010-05-08/";
        Global = true;
    }
}
