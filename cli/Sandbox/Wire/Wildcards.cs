namespace Remediator.Cli.Sandbox.Wire;

/// <summary>AWS's patterns: <c>*</c> is any run of characters, <c>?</c> is any one.</summary>
internal static class Wildcards
{
    public static bool Match(string pattern, string value, bool ignoreCase = false)
    {
        var (p, v, star, resume) = (0, 0, -1, 0);
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, v);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], value[v])))
            {
                (p, v) = (p + 1, v + 1);
            }
            else if (star >= 0)
            {
                // The last star takes one character more; an earlier one need not, since what lies between is found already.
                (p, v) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;

        bool Same(char wanted, char given) => wanted == given || (ignoreCase && char.ToUpperInvariant(wanted) == char.ToUpperInvariant(given));
    }
}
