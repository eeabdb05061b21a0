using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Lists of those that a snapshot or image is shared with.</summary>
internal static class Sharing
{
    private const string Everybody = "all";

    /// <summary>EC2's limit for one call is 500.</summary>
    private const int PerCall = 100;

    public static bool IsEverybody(string value) => value == Everybody;

    /// <summary>The calls that lead from the live list to the wanted one: what is to be taken away first.</summary>
    public static IEnumerable<(bool Add, string[] Values)> Calls(WriteRequest request)
    {
        if (request.Wanted.IsAbsent)
        {
            throw new InvalidOperationException("no plan deletes a snapshot or an image");
        }

        var (current, wanted) = (request.Current.ToStrings(), request.Wanted.ToStrings());
        return current.Except(wanted, StringComparer.Ordinal).Chunk(PerCall).Select(c => (false, c))
            .Concat(wanted.Except(current, StringComparer.Ordinal).Chunk(PerCall).Select(c => (true, c)));
    }

    public static string Describe(AttributeValue value) => value.ToStrings() switch
    {
        { Count: 0 } => value.IsAbsent ? "absent" : "nobody",
        var all when all.Contains(Everybody) => all.Count == 1 ? "everybody" : $"everybody; {string.Join(", ", all.Where(v => v != Everybody))}",
        var some => string.Join(", ", some),
    };
}
