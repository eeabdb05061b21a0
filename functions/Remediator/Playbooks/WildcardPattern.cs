namespace Remediator.Playbooks;

/// <summary>A text with <c>*</c> for any run of characters, split once so that matching allocates nothing.</summary>
internal sealed class WildcardPattern
{
    private readonly string _prefix;
    private readonly string? _suffix;
    private readonly string[] _between;

    public WildcardPattern(string pattern)
    {
        var parts = pattern.Split('*');
        _prefix = parts[0];
        _suffix = parts.Length > 1 ? parts[^1] : null;
        _between = parts.Length > 2 ? [.. parts[1..^1].Where(p => p.Length > 0)] : [];
    }

    public bool Matches(string text)
    {
        if (!text.StartsWith(_prefix, StringComparison.Ordinal))
            return false;
        if (_suffix is null)
            return text.Length == _prefix.Length;
        var rest = text.AsSpan(_prefix.Length);
        if (!rest.EndsWith(_suffix, StringComparison.Ordinal))
            return false;
        rest = rest[..^_suffix.Length];

        // The leftmost place for each part leaves the most room for the next, so there is nothing to try again.
        foreach (var part in _between)
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
                return false;
            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
