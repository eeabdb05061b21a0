namespace Remediator;

/// <summary>Puts what is short or nearly in order in order: playbooks of a bundle, changes of a plan.</summary>
/// <remarks>LINQ's sorter is compiled when it is first used, and in part again for each kind of key, which a cold start pays for.</remarks>
internal static class StableOrder
{
    /// <summary>So many steps back for one item in the mean, and LINQ's sorter takes over.</summary>
    private const int Patience = 32;

    /// <summary>What compares as equal keeps its order.</summary>
    public static List<T> InOrder<T>(this IEnumerable<T> items, Comparison<T> comparison)
        where T : class
    {
        var ordered = new List<T>();
        var all = items as IReadOnlyCollection<T> ?? [.. items];
        var steps = 0;
        foreach (var item in all)
        {
            var at = ordered.Count;
            while (at > 0 && comparison(ordered[at - 1], item) > 0)
            {
                at--;
                steps++;
            }

            if (steps > Patience * (ordered.Count + Patience))
            {
                return [.. all.Order(Comparer<T>.Create(comparison))];
            }

            ordered.Insert(at, item);
        }

        return ordered;
    }
}
