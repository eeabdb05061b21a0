using Remediator.Playbooks;

namespace Remediator.Infra;

/// <summary>What the CDK context asks for: ready to synthesize, or everything that is wrong with it.</summary>
public abstract record Deployment
{
    private Deployment()
    {
    }

    public sealed record Ready(DeploymentSettings Settings, DeployedPlaybooks Playbooks) : Deployment;

    /// <summary>One line for people each; playbook faults begin with file:line:column.</summary>
    public sealed record Refused(IReadOnlyList<string> Faults) : Deployment;

    /// <param name="context">A value of the CDK context by name; null where it is not set.</param>
    public static Deployment Read(Func<string, object?> context)
    {
        var faults = new List<string>();
        var settings = DeploymentSettings.Read(context, faults);
        var loaded = new PlaybookLoader().LoadFolder(settings.Playbooks);
        if (loaded is PlaybookLoadResult.Faulty faulty)
            faults.AddRange(faulty.Faults.Select(f => f.ToString()));
        return faults.Count == 0 && loaded is PlaybookLoadResult.Loaded good
            ? new Ready(settings, new DeployedPlaybooks(good.Playbooks))
            : new Refused(faults);
    }
}
