using System.Text.Json.Nodes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Values that are collections and are brought from one to another piece by piece; pure.</summary>
internal static class Mixture
{
    /// <summary>Whether a collection has nothing that neither of two others has, lacks nothing that both have, and has nothing twice.</summary>
    public static bool IsOf(AttributeValue one, AttributeValue other, AttributeValue live)
    {
        if (Parts(one) is not { } first || Parts(other) is not { } second || Parts(live) is not { } found)
        {
            return false;
        }

        var distinct = found.ToHashSet(StringComparer.Ordinal);
        return distinct.Count == found.Count && distinct.IsSubsetOf(first.Concat(second)) && distinct.IsSupersetOf(first.Intersect(second, StringComparer.Ordinal));
    }

    /// <summary>Whether a collection holds all that was written, once, and beside it nothing but what was there before.</summary>
    public static bool IsBeside(AttributeValue before, AttributeValue written, AttributeValue live) =>
        Parts(before) is { } first && Parts(written) is { } ours && Parts(live) is { } found
        && found.ToHashSet(StringComparer.Ordinal) is var distinct
        && distinct.Count == found.Count && distinct.IsSupersetOf(ours) && distinct.IsSubsetOf(first.Concat(ours));

    private static List<string>? Parts(AttributeValue value) => value.ToNode() is JsonArray parts ? [.. parts.Select(p => p?.ToJsonString() ?? "null")] : null;
}
