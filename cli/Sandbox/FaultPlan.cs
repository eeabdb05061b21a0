namespace Remediator.Cli.Sandbox;

/// <summary>Which calls go wrong; empty at the start.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<Func<SandboxCall, Fault?>> _rules = [];
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private int _counted;

    /// <summary>Whether a <see cref="Fault.Kill"/> struck and nothing revived the caller yet.</summary>
    public bool Killed { get; private set; }

    /// <summary>Called when a kill strikes: what the dead process had sent and nobody read yet is lost with it.</summary>
    internal Action? Died { get; set; }

    /// <summary>How many calls came since the plan was last cleared.</summary>
    public int Counted
    {
        get
        {
            lock (_gate)
            {
                return _counted;
            }
        }
    }

    /// <summary>Asks <paramref name="rule"/> about every call; its checks and outcome are not known yet.</summary>
    public void When(Func<SandboxCall, Fault?> rule)
    {
        lock (_gate)
        {
            _rules.Add(rule);
        }
    }

    /// <summary>At the n-th call from the last <see cref="Clear"/>, from 1.</summary>
    public void At(int position, Fault fault) => When(_ => _counted == position ? fault : null);

    /// <summary>At the n-th call of an operation from now, from 1; for so many calls.</summary>
    public void On(string operation, Fault fault, int nth = 1, int times = 1)
    {
        var seen = 0;
        When(call => call.Operation == operation && ++seen >= nth && seen < nth + times ? fault : null);
    }

    /// <summary>Forgets every fault and counts from zero; a killed caller lives again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
            _lost.Clear();
            _counted = 0;
            Killed = false;
        }
    }

    /// <summary>A new process takes the killed one's place.</summary>
    public void Revive() => Killed = false;

    internal Fault? Next(SandboxCall call)
    {
        lock (_gate)
        {
            _counted++;
            return Killed ? new Fault.DropBeforeEffect() : _rules.Select(r => r(call)).FirstOrDefault(f => f is not null);
        }
    }

    /// <summary>Loses every further attempt of a call whose connection a fault closed.</summary>
    /// <remarks>
    /// Clients send such a call again by themselves, up to ten times, whatever their retry setting; with one attempt lost no
    /// caller would ever see the loss.
    /// </remarks>
    internal void Lose(string? invocation)
    {
        lock (_gate)
        {
            _lost.Add(invocation ?? "");
        }
    }

    internal bool IsLost(string? invocation)
    {
        lock (_gate)
        {
            return invocation is not null && _lost.Contains(invocation);
        }
    }

    internal void Strike(Fault.Kill kill)
    {
        Killed = true;
        Died?.Invoke();
        kill.OnKill?.Invoke();
    }
}
