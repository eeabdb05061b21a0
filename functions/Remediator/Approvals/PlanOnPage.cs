using System.Globalization;
using System.Net;
using System.Text;
using Remediator.Attributes;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.Approvals;

/// <summary>A plan as HTML: every change with its whole values, unless that is more than an answer of Lambda holds.</summary>
/// <param name="Html">Text from outside in it is harmless.</param>
/// <param name="IsWhole">Nothing is cut or left out; what is not shown whole is not approved by link.</param>
public sealed record PlanOnPage(string Html, bool IsWhole)
{
    /// <summary>In characters of HTML: as JSON one takes six bytes at most, Lambda answers with 6 MB, and the rest of the page needs room too.</summary>
    private const int Longest = 850_000;

    /// <summary>Of a value where not all values can be shown whole.</summary>
    private const int CutValue = 4_000;

    private const int CutDifferences = 10;

    public static PlanOnPage Of(Approval approval)
    {
        var changes = approval.Changes.Where(c => !c.IsSatisfied).ToList();
        return Render(approval.Differences, changes, int.MaxValue) is { Left: 0 } whole && whole.Html.Length <= Longest
            ? new PlanOnPage(whole.Html, IsWhole: true)
            : new PlanOnPage(Render([.. approval.Differences.Take(CutDifferences)], changes, CutValue).Html, IsWhole: false);
    }

    /// <returns>The HTML, and how many changes had no room in it.</returns>
    private static (string Html, int Left) Render(IReadOnlyCollection<string> differences, List<Change> changes, int limit)
    {
        var html = new StringBuilder();
        if (differences.Count > 0)
        {
            html.Append("<h2>Changed since people were asked before</h2><ul>");
            foreach (var difference in differences)
            {
                html.Append("<li>").Append(Text(difference, limit)).Append("</li>");
            }

            html.Append("</ul>");
        }

        html.Append("<h2>What would be changed</h2><table><tr><th>What</th><th>Before</th><th>After</th></tr>");
        var shown = 0;
        foreach (var change in changes)
        {
            var row = Row(change, limit);
            if (html.Length + row.Length > Longest)
            {
                break;
            }

            html.Append(row);
            shown++;
        }

        html.Append("</table>");
        var left = changes.Count - shown;
        if (left > 0)
        {
            html.Append("<p class=\"no\">... and ").Append(Count(left)).Append(" more changes, not shown here</p>");
        }

        return (html.ToString(), left);
    }

    private static string Row(Change change, int limit)
    {
        var attribute = AttributeCatalogue.Find(change.Attribute);
        string Words(AttributeValue value) => Text(attribute?.DescribeSafely(value) ?? value.ToString(), limit);
        var note = change.Note is { Length: > 0 } some ? $": {some}" : "";
        var what = Text($"{change.Step}: {attribute?.Label ?? change.Attribute} of {PlainWords.Kind(change.Target.Kind)} {change.Target.Id}{note}", limit);
        return $"<tr><td>{what}{(change.Irreversible ? "<br><span class=\"no\">cannot be undone</span>" : "")}</td><td>{Words(change.Before)}</td><td>{Words(change.After)}</td></tr>";
    }

    /// <summary>Text from outside: one line that shows nothing but itself, in HTML's own words, and where it is cut says so.</summary>
    private static string Text(string text, int limit)
    {
        var line = SafeText.Line(text);
        return line.Length <= limit
            ? WebUtility.HtmlEncode(line)
            : $"{WebUtility.HtmlEncode(SafeText.Cut(line, limit))}<br><span class=\"no\">cut: {Count(limit)} of {Count(line.Length)} characters are shown</span>";
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
