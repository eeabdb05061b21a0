using System.Net;
using System.Text;
using Remediator.Cli.Output;

namespace Remediator.Cli.Incidents;

/// <summary>An incident as one HTML page that needs nothing else: no script, no picture, no address.</summary>
/// <remarks>Every text goes through <see cref="Safe"/>; the policy in the page forbids what should slip through to run or to load.</remarks>
public static class IncidentHtml
{
    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <style>
        :root { color-scheme: light dark; --line: #8884; --quiet: #777; }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--quiet); } dd { margin: 0; }
        ol { list-style: none; padding: 0; } li.event { border-left: 3px solid var(--line); padding: 0 0 1rem 1rem; }
        time, .who { color: var(--quiet); font-size: .85rem; } .what { font-weight: 600; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .9rem; } th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
        td.value { font-family: ui-monospace, monospace; } .failed, .drifted { color: #c22; }
        @media print { body { max-width: none; margin: 0; } li.event { break-inside: avoid; } }
        </style>

        """;

    public static string Render(Incident incident)
    {
        var html = new StringBuilder(Head);
        html.Append("<title>Incident ").Append(Safe(incident.Asked)).Append("</title>\n</head>\n<body>\n<h1>Incident ").Append(Safe(incident.Asked)).Append("</h1>\n<dl>\n");
        foreach (var (name, value) in IncidentFacts.Of(incident))
        {
            html.Append("<dt>").Append(Safe(name)).Append("</dt><dd>").Append(Safe(value)).Append("</dd>\n");
        }

        html.Append("</dl>\n<h2>Timeline (UTC)</h2>\n<ol>\n");
        foreach (var e in Timeline.Of(incident))
        {
            Append(html, e, incident.Executions.Length > 1);
        }

        return html.Append("</ol>\n</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, TimelineEvent e, bool several)
    {
        html.Append("<li class=\"event\">\n<time datetime=\"").Append(Safe($"{e.At.UtcDateTime:O}")).Append("\">").Append(Safe($"{e.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}")).Append("</time>\n");
        html.Append("<div class=\"what\">").Append(Safe(e.What)).Append("</div>\n<div class=\"who\">by ").Append(Safe(e.Who));
        html.Append(several && e.Execution.Length > 0 ? $", execution {Safe(e.Execution)}" : "").Append("</div>\n");
        foreach (var detail in e.Details)
        {
            html.Append("<div>").Append(Safe(detail)).Append("</div>\n");
        }

        if (!e.Changes.IsEmpty)
        {
            html.Append("<table>\n<tr><th>Change</th><th>Status</th><th>Before</th><th>After</th><th>Read back</th><th>Calls</th></tr>\n");
            foreach (var change in e.Changes)
            {
                Append(html, change);
            }

            html.Append("</table>\n");
        }

        html.Append("</li>\n");
    }

    private static void Append(StringBuilder html, TimelineChange change)
    {
        html.Append("<tr><td>").Append(Safe(change.What)).Append(change.Note is { } note ? $"<br>{Safe(note)}" : "").Append("</td><td class=\"").Append(change.Status is "failed" or "drifted" ? change.Status : "fine").Append("\">").Append(Safe(change.Status));
        html.Append(change.Lasting is { } lasting ? $"; {Safe(lasting)}" : "").Append(change.Error is { } error ? $"<br>{Safe(error)}" : "").Append("</td>");
        foreach (var value in new[] { change.Before, change.After, change.ReadBack ?? "" })
        {
            html.Append("<td class=\"value\">").Append(Safe(value)).Append("</td>");
        }

        html.Append("<td>").AppendJoin("<br>", change.Calls.Select(Safe)).Append("</td></tr>\n");
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(Shown.Text(text));
}
