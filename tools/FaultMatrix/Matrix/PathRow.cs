using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Paths;
using Remediator.FaultMatrix.Simulation;
using Remediator.FaultMatrix.Trials;

namespace Remediator.FaultMatrix.Matrix;

/// <summary>A path of the engine: what it comes to undisturbed is what it must come to under every fault.</summary>
internal sealed class PathRow : IRow
{
    private readonly EnginePath _path;
    private readonly IReadOnlyList<string> _calls;
    private readonly string _end;
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Already the undisturbed run is wrong.</exception>
    public PathRow(EnginePath path)
    {
        _path = path;
        var world = new World(path.Playbooks, path.Seed, Sabotage.None);
        var checks = new Checks(world);
        world.Wire.ProvesReads = true;
        path.Prepare(world);
        world.Simulator.Arm();
        path.Go(world);
        _calls = [.. world.Simulator.Calls.Select(c => c.Name)];
        path.Afterwards(world);
        path.Check(world, checks, null);
        _end = _seen[world.Sandbox.Snapshot()] = world.Canonical(_seen);
        if (checks.Complaints.Count > 0)
        {
            throw new InvalidOperationException($"{path.Name} without any fault: {string.Join("; ", checks.Complaints)}");
        }
    }

    public string Name => _path.Name;

    public IEnumerable<int> Positions(FaultKind fault) => _calls.Index().Where(c => fault.Strikes(c.Item)).Select(c => c.Index + 1);

    public Outcome Strike(FaultKind fault, int position, Sabotage sabotage, Action<World>? seen = null)
    {
        var world = new World(_path.Playbooks, _path.Seed, sabotage, mirrored: fault == FaultKind.WithoutEffect);
        var checks = new Checks(world);
        var at = "";
        try
        {
            _path.Prepare(world);
            world.Simulator.Arm();
            world.Simulator.Strikes = new Strike(fault, world.Wire, world.Again, () => _path.SendVersions(world)).At(position, call => at = call.Name);
            _path.Go(world);
            _path.Afterwards(world);
            world.Simulator.Strikes = _ => null;
            world.Simulator.Turns = Turns.InOrder;
            seen?.Invoke(world);
            if (fault == FaultKind.DeniedForGood)
            {
                world.Redrive();
                _path.Mend(world);
                _path.Afterwards(world);
            }

            checks.Struck = (fault, at);
            _path.Check(world, checks, fault);
            if (!_path.LeavesUnchanged(world, fault))
            {
                checks.Add(SandboxSnapshot.Difference(_end, world.Canonical(_seen)));
            }
        }
        catch (Exception e)
        {
            // Whatever it is, it is this run's.
            checks.Add($"{e.GetType().Name}: {e.Message}");
        }

        return new Outcome(position, at, checks.Complaints);
    }
}
