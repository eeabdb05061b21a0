using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Remediator.Cli.Coverage;

/// <summary>Writes the outcomes as Markdown: a table by service, and why events were rejected or have no playbook.</summary>
public static partial class CoverageTable
{
    public static string Write(IReadOnlyList<EventOutcome> outcomes, int playbooks)
    {
        var text = new StringBuilder();
        Line(text, "# Recorded events");
        Line(text, "");
        Line(text, "Written by `dotnet run --project cli -- coverage events --corpus DIR`; DIR is a collection of events from documentation, tools and tests that are public.");
        Line(text, "");
        Line(text, $"{outcomes.Count} events, {playbooks} playbooks. *Ids right* counts the ids that the index of the collection names in events which are findings: found letter for letter, in a resource of its kind or as what it is of the actor, or for an instance on which a key only was used, not found. *Read* counts resolved findings too.");
        Line(text, "");
        Line(text, "| Events of | events | findings of | read | matched | ids right | rejected: no threat | rejected: not readable |");
        Line(text, "|---|---|---|---|---|---|---|---|");
        foreach (var service in outcomes.GroupBy(o => o.Event.Service).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Row(text, service.Key, [.. service]);
        }

        Row(text, "**all**", outcomes);
        Reasons(text, "Why events are rejected", outcomes.Where(o => !o.IsRead).Select(o => (o.Event, Reason: Generalize(o.Reason!))));
        Reasons(text, "Why findings have no playbook", outcomes.SelectMany(o => o.Unmatched.Select(r => (o.Event, Reason: Generalize(r)))));
        Reasons(text, "Ids that were not found", outcomes.SelectMany(o => o.Wrong.Select(w => (o.Event, Reason: w))));
        return text.ToString();
    }

    private static void Row(StringBuilder text, string service, IReadOnlyList<EventOutcome> outcomes)
    {
        var read = outcomes.Where(o => o.IsRead).ToList();
        var ids = read.Sum(o => ExpectedIds.Count(o.Event));
        var sources = string.Join(", ", read.SelectMany(o => o.Sources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Line(text, $"| {service} | {outcomes.Count} | {(service.StartsWith('*') ? "" : sources)} | {read.Count} | {read.Count(o => o.Matched.Count > 0)} | {ids - read.Sum(o => o.Wrong.Count)}/{ids} | {outcomes.Count(o => !o.IsRead && o.IsHarmless)} | {outcomes.Count(o => !o.IsRead && !o.IsHarmless)} |");
    }

    private static void Reasons(StringBuilder text, string title, IEnumerable<(CollectedEvent Event, string Reason)> reasons)
    {
        var groups = reasons.GroupBy(r => (r.Event.Service, r.Reason)).OrderBy(g => g.Key.Service, StringComparer.Ordinal).ThenByDescending(g => g.Count()).ThenBy(g => g.Key.Reason, StringComparer.Ordinal).ToList();
        if (groups.Count == 0)
        {
            return;
        }

        Line(text, "");
        Line(text, $"## {title}");
        Line(text, "");
        Line(text, "| Events of | times | |");
        Line(text, "|---|---|---|");
        foreach (var group in groups)
        {
            Line(text, $"| {group.Key.Service} | {group.Count()} | {Cell(group.Key.Reason)} |");
        }
    }

    /// <summary>The same reason for different names is one reason.</summary>
    private static string Generalize(string reason)
    {
        var list = reason.IndexOf("; the source", StringComparison.Ordinal);
        return Quoted.Replace(list < 0 ? reason : reason[..list], "'...'");
    }

    /// <summary>Text of events is hostile: nothing in it may end the cell or mark it up.</summary>
    private static string Cell(string text) => Markup.Replace(text.ReplaceLineEndings(" "), @"\$0");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted { get; }

    [GeneratedRegex(@"[|<>\[\]*_`\\]")]
    private static partial Regex Markup { get; }
}
