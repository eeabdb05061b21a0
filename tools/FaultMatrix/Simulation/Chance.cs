namespace Remediator.FaultMatrix.Simulation;

/// <summary>Numbers that a seed decides, the same on every machine and version (SplitMix64).</summary>
internal sealed class Chance(int seed)
{
    // Mixed, since the numbers of a seed would else be those of the seed before, one later.
    private ulong _state = Mix((ulong)seed ^ 0x5851F42D4C957F2D);

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool OneIn(int n) => Below(n) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
