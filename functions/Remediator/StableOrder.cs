namespace Remediator;

/// <summary>Puts what is nearly in order in order: playbooks of a bundle, changes of a plan.</summary>
/// <remarks>
/// LINQ's sorter is compiled when it is first used, and again for each kind of key, which a cold start pays for. Quick where little is out
/// of order, and slow where much is.
/// </remarks>
internal static class StableOrder
{
    /// <summary>What compares as equal keeps its order.</summary>
    public static List<T> InOrder<T>(this IEnumerable<T> items, Comparison<T> comparison)
        where T : class
    {
        var ordered = new List<T>();
        foreach (var item in items)
        {
            var at = ordered.Count;
            while (at > 0 && comparison(ordered[at - 1], item) > 0)
            {
                at--;
            }

            ordered.Insert(at, item);
        }

        return ordered;
    }
}
