using System.Globalization;
using System.Text;

namespace Remediator.FindingSources.Json;

/// <summary>What of a finding's text may name something, and how the rest is quoted in a reason.</summary>
internal static class SafeText
{
    /// <summary>No id, name or ARN of AWS is longer.</summary>
    private const int LongestIdentifier = 2048;
    private const int LongestQuote = 80;

    /// <summary>
    /// The text itself, or null when it is empty, over 2,048 characters, or holds control, direction or other invisible characters:
    /// such a text names nothing in AWS and could only mislead a log, a terminal or a person.
    /// </summary>
    public static string? IdentifierOrNull(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestIdentifier || !IsVisible(text) ? null : text;

    /// <summary>The text in quotes for a sentence: short, and with invisible characters replaced.</summary>
    public static string Quote(string? text, int longest = LongestQuote)
    {
        if (text is null)
            return "nothing";
        var quoted = new StringBuilder(LongestQuote + 8).Append('\'');
        foreach (var rune in text.EnumerateRunes())
        {
            if (quoted.Length > longest)
                return quoted.Append("...'").ToString();
            quoted.Append(IsVisible(rune) ? rune.ToString() : "?");
        }

        return quoted.Append('\'').ToString();
    }

    private static bool IsVisible(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsVisible(rune))
                return false;
        }

        return true;
    }

    private static bool IsVisible(Rune rune) => rune.Value is >= 0x20 and < 0x7F || (rune.Value >= 0xA0 && rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));
}
