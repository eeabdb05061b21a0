using System.Net;

namespace Remediator.Remediations;

/// <summary>Narrows address ranges to known ones; pure.</summary>
internal static class KnownRanges
{
    /// <summary>What both allow, in the smaller range of each pair: never more than is open now.</summary>
    /// <param name="open">The ranges that are open now; none means everybody.</param>
    public static IReadOnlyList<string> Narrow(IEnumerable<string> open, IEnumerable<string> known)
    {
        var now = open.ToList();
        var (from, to) = (Parse(now.Count == 0 ? ["0.0.0.0/0", "::/0"] : now), Parse(known));
        return [.. from.SelectMany(o => to.Select(k => Holds(k, o) ? o : Holds(o, k) ? k : (IPNetwork?)null)).OfType<IPNetwork>().Select(n => n.ToString()).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>What is wrong with the ranges of an option; null for nothing.</summary>
    public static string? Fault(IEnumerable<string> ranges) =>
        ranges.FirstOrDefault(c => !IPNetwork.TryParse(c, out _)) is { } odd ? $"'{odd}' is not a range of addresses (option allow)"
        : ranges.FirstOrDefault(c => IPNetwork.Parse(c).PrefixLength == 0) is { } all ? $"{all} is everybody (option allow)"
        : null;

    private static List<IPNetwork> Parse(IEnumerable<string> ranges) => [.. ranges.Select(r => IPNetwork.TryParse(r, out var network) ? network : (IPNetwork?)null).OfType<IPNetwork>()];

    private static bool Holds(IPNetwork outer, IPNetwork inner) =>
        outer.BaseAddress.AddressFamily == inner.BaseAddress.AddressFamily && outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);
}
