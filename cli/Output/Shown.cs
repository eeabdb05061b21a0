using System.Text;

namespace Remediator.Cli.Output;

/// <summary>Text from findings on its way to a terminal: it must not move the cursor, forge lines or reverse what is read.</summary>
public static class Shown
{
    private const int Longest = 2000;

    /// <summary>Text of the engine's own making that has lines of its own.</summary>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').Select(Text));

    public static string Text(string text)
    {
        var builder = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (builder.Length >= Longest)
            {
                return builder.Append('…').ToString();
            }

            var category = Rune.GetUnicodeCategory(rune);
            var hidden = Rune.IsControl(rune) || category is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
            builder.Append(hidden ? "�" : rune.ToString());
        }

        return builder.ToString();
    }
}
