using System.Collections.Immutable;

namespace Remediator.Controls;

/// <summary>One tag as people write it: <c>key=value</c>, or <c>key=*</c> for any value. Values are compared without regard to case.</summary>
internal static class TagPattern
{
    public static bool IsOne(string text) => text.IndexOf('=', StringComparison.Ordinal) > 0;

    public static bool IsCarried(string pattern, ImmutableDictionary<string, string> tags)
    {
        var parts = pattern.Split('=', 2);
        return parts.Length == 2 && tags.TryGetValue(parts[0], out var live)
            && (parts[1] == "*" || string.Equals(parts[1], live, StringComparison.OrdinalIgnoreCase));
    }
}
