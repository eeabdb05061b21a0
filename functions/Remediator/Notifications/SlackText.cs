using System.Text;
using System.Text.RegularExpressions;

namespace Remediator.Notifications;

/// <summary>Text from outside in the two markups of Slack, so that it can neither format, link nor call anybody.</summary>
/// <remarks>
/// Prose goes into plain_text objects, which Slack does not parse; values go into code spans of mrkdwn objects, in which only
/// <c>&amp; &lt; &gt;</c> and the backtick mean anything.
/// </remarks>
internal static partial class SlackText
{
    /// <summary>A code span of at most <paramref name="max"/> characters as Slack counts them: escapes included.</summary>
    public static string Code(string text, int max = 300)
    {
        var line = SafeText.Line(text, max).Replace('`', '\'');
        var escaped = Escape(WithoutMentions(line));
        for (var length = max - 2; escaped.Length > max - 2; length -= Math.Max(1, (escaped.Length - max) / 6))
        {
            line = SafeText.Cut(line, length);
            escaped = Escape(WithoutMentions(line));
        }

        return escaped.Length == 0 ? "`-`" : $"`{escaped}`";
    }

    /// <summary>For plain_text objects, which know no escapes.</summary>
    /// <remarks>Cut once more, since what breaks mentions takes room: over its limit Slack refuses the whole message.</remarks>
    public static string Plain(string text, int max) => SafeText.Cut(WithoutMentions(SafeText.Line(text, max)), max);

    /// <summary>For the message's own text, which Slack shows in notifications and parses.</summary>
    public static string Fallback(string text) => Escape(Plain(text, 300).Replace('`', '\''));

    /// <summary>The three characters that Slack's mrkdwn gives a meaning.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A word joiner inside of what would call people: @channel, &lt;!here&gt;, &lt;@U123&gt;.</summary>
    private static string WithoutMentions(string text) => Mention().Replace(text, "$0\u2060");

    [GeneratedRegex("@(?=channel|here|everyone)|<(?=[!@#])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
