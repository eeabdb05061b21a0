using System.Globalization;
using System.Text;

namespace Remediator.Notifications;

/// <summary>Text from outside as one line that shows nothing but itself.</summary>
/// <remarks>
/// Line breaks would let a resource's name forge lines of the message; escape sequences would let it repaint a terminal; marks that turn
/// the reading direction, and invisible ones, would let it show something other than what it is.
/// </remarks>
public static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>White space runs become one space, what can't be seen becomes U+FFFD, what is over the limit an ellipsis.</summary>
    public static string Line(string text, int max = int.MaxValue)
    {
        var line = new StringBuilder(Math.Min(text.Length, 4_096));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (IsInvisible(rune))
            {
                line.Append(Replacement);
            }
            else
            {
                line.Append(rune);
            }

            if (line.Length - 2 > max)
            {
                break;
            }
        }

        return Cut(line.ToString().TrimEnd(' '), max);
    }

    /// <summary>As <see cref="Line"/>, with a question mark for whatever is not ASCII.</summary>
    public static string Ascii(string text, int max)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var rune in Line(text).EnumerateRunes())
        {
            ascii.Append(rune.IsAscii ? (char)rune.Value : '?');
        }

        return ascii.Length <= max ? ascii.ToString() : ascii.ToString(0, max - 3) + "...";
    }

    /// <summary>At most so many UTF-16 units, never half a character.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var end = max - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
