using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Trials;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A path through the engine on which more happens than one finding being answered: one file for each.</summary>
internal abstract class EnginePath
{
    /// <summary>Every path of this assembly.</summary>
    public static IReadOnlyList<EnginePath> All { get; } =
        [.. typeof(EnginePath).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(EnginePath)) && !t.IsAbstract)
            .SelectMany(t => ((EnginePath)Activator.CreateInstance(t)!).Family)
            .OrderBy(p => p.Name, StringComparer.Ordinal)];

    public abstract string Name { get; }

    /// <summary>The same path, once for each remediation that goes it: this one first.</summary>
    protected virtual IEnumerable<EnginePath> Family => [this];

    public abstract IReadOnlyList<Playbook> Playbooks { get; }

    public abstract void Seed(SandboxAccount account);

    /// <summary>What happens before any fault.</summary>
    public virtual void Prepare(World world)
    {
    }

    /// <summary>What is struck.</summary>
    public abstract void Go(World world);

    /// <summary>What comes later all the same, and finishes what a fault has left: its own calls are those that other rows strike.</summary>
    public virtual void Afterwards(World world)
    {
    }

    /// <summary>What happens when people have added a missing permission and sent the dead letters again.</summary>
    public virtual void Mend(World world) => Go(world);

    /// <summary>Whether the fault rightly ends it with nothing changed, which its own check holds against the calls that were made.</summary>
    public virtual bool LeavesUnchanged(World world, FaultKind fault) => false;

    /// <summary>A newer and an older version of the finding overtake.</summary>
    public void SendVersions(World world)
    {
        world.Respond.Send(Document(1));
        world.Respond.Send(Document(-1));
    }

    /// <summary>The finding of the path, so many updates later.</summary>
    protected abstract string Document(int version);

    public abstract void Check(World world, Checks checks, FaultKind? kind);
}
