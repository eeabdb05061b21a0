using System.Globalization;
using System.Text;

namespace Remediator.Cli.Output;

/// <summary>Text from findings on its way to a terminal: it must not move the cursor, forge lines or reverse what is read.</summary>
public static class Shown
{
    private const int Longest = 2000;

    /// <summary>Text of the engine's own making that has lines of its own.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Text));

    public static string Text(string text)
    {
        var builder = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (builder.Length >= Longest)
            {
                return builder.Append('…').ToString();
            }

            builder.Append(IsHidden(rune) ? "�" : rune.ToString());
        }

        return builder.ToString();
    }

    /// <summary>One line of JSON with everything escaped that a terminal would act upon; its value stays the same.</summary>
    /// <remarks>JSON has nothing outside ASCII but inside strings, and its writer has escaped ASCII's own controls.</remarks>
    public static string Json(string json)
    {
        if (Ascii.IsValid(json))
        {
            return json;
        }

        var builder = new StringBuilder(json.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in json.EnumerateRunes())
        {
            if (!IsHidden(rune))
            {
                builder.Append(rune.ToString());
                continue;
            }

            foreach (var unit in units[..rune.EncodeToUtf16(units)])
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return builder.ToString();
    }

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
