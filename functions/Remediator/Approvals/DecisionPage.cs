using System.Net;
using System.Security.Cryptography;
using System.Text;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.Approvals;

/// <summary>The pages behind the links of an email: each complete in itself, with nothing to load and nothing to run.</summary>
public static class DecisionPage
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
        + "table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
        + ".no{color:#b00020;font-weight:bold}input{font:inherit;width:100%;box-sizing:border-box;margin:.2rem 0 1rem;padding:.4rem}button{font:inherit;padding:.6rem 1.5rem}code{overflow-wrap:anywhere}";

    /// <summary>The style is allowed by its hash; a form may go nowhere but back here.</summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Nothing is told to who has no link of ours.</summary>
    public static WebAnswer Forged { get; } = Say(403, "This link is not valid", "It was not made here, or not all of it arrived. Nothing was changed.");

    public static WebAnswer Ask(ExecutionRecord record, Approval approval, DecisionKind kind, string token)
    {
        var finding = record.Finding;
        var page = new StringBuilder();
        var verb = kind == DecisionKind.Approve ? "Approve" : "Reject";
        page.Append("<h1>").Append(verb).Append(" this plan?</h1><p>").Append(Text($"{PlainWords.Source(finding.Source)}: {(finding.Title.Length > 0 ? finding.Title : finding.Type)}")).Append("</p><table>");
        Row(page, "Resource", $"{PlainWords.Kind(record.Resource.Kind)} {record.Resource.Id}");
        Row(page, "Account, Region", $"{finding.Account}, {finding.Region}");
        Row(page, "Finding", finding.Type);
        Row(page, "Playbook", $"{record.PlaybookTitle} ({record.Key.Playbook})");
        Row(page, "Execution", record.Id);
        Row(page, "Why you are asked", approval.Because);
        Row(page, "Plan", approval.Hash);
        Row(page, "Decide until", ApprovalRules.Deadline(approval));
        Row(page, "Approvals", $"{approval.Approvals.Count()} of {approval.Quorum}");
        page.Append("</table>");
        if (approval.Differences.Length > 0)
        {
            page.Append("<h2>Changed since people were asked before</h2><ul>");
            foreach (var difference in approval.Differences)
            {
                page.Append("<li>").Append(Text(difference)).Append("</li>");
            }

            page.Append("</ul>");
        }

        page.Append("<h2>What would be changed</h2><table><tr><th>What</th><th>Before</th><th>After</th></tr>");
        foreach (var change in approval.Changes.Where(c => !c.IsSatisfied))
        {
            Row(page, change);
        }

        page.Append("</table><form method=\"post\" action=\"").Append(LinkDesk.Path).Append("\"><input type=\"hidden\" name=\"").Append(LinkDesk.TokenField).Append("\" value=\"").Append(Text(token)).Append("\">")
            .Append("<p><label>Your name (it is written down, and not checked)<input name=\"name\" maxlength=\"100\" autocomplete=\"off\"></label></p>")
            .Append("<p><label>Reason<input name=\"why\" maxlength=\"300\" autocomplete=\"off\"").Append(kind == DecisionKind.Reject ? " required" : "").Append("></label></p>")
            .Append("<p><button type=\"submit\">").Append(verb).Append("</button></p></form>")
            .Append("<p>The plan is made again before it is applied; if it is another one by then, nothing is changed and people are asked again.</p>");
        return Page(200, $"{verb} this plan?", page.ToString());
    }

    public static WebAnswer Result(DecisionResult result) => result switch
    {
        DecisionResult.Recorded { Record.Approval: { Rejection: not null } } => Say(200, "Rejected", "The plan is rejected, and nothing is changed."),
        DecisionResult.Recorded { Record.Approval: { IsGranted: true } } => Say(200, "Approved", "The plan is applied if it still is the same; a message says what came of it."),
        DecisionResult.Recorded { Record.Approval: { } a } => Say(200, "Approved, and more are needed", $"{a.Missing} more approval is needed, of somebody else: in Slack, or with remediator approve. Email counts as one person."),
        DecisionResult.Repeated => Say(410, "This link was used", "A decision was made by email already; a link is for one use."),
        DecisionResult.Refused r => Say(409, "This decision does not count", $"{char.ToUpperInvariant(r.Reason[0])}{r.Reason[1..]}. Nothing was changed."),
        DecisionResult.Busy => Say(503, "Try again in a minute", "A worker has this execution at the moment; nothing was recorded, and the link is still good."),
        _ => throw new InvalidOperationException($"unknown decision result {result.GetType().Name}"),
    };

    public static WebAnswer Say(int status, string title, string text) => Page(status, title, $"<h1>{Text(title)}</h1><p>{Text(text)}</p>");

    private static WebAnswer Page(int status, string title, string body) => new(
        status,
        "text/html; charset=utf-8",
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Text(title)}</title><style>{Style}</style></head><body>{body}</body></html>\n",
        Policy);

    private static void Row(StringBuilder page, string label, string value) =>
        page.Append("<tr><th>").Append(Text(label)).Append("</th><td>").Append(Text(value)).Append("</td></tr>");

    private static void Row(StringBuilder page, Change change)
    {
        var attribute = AttributeCatalogue.Find(change.Attribute);
        string Words(AttributeValue value) => Text(attribute?.DescribeSafely(value) ?? value.ToString());
        page.Append("<tr><td>").Append(Text($"{change.Step}: {attribute?.Label ?? change.Attribute} of {PlainWords.Kind(change.Target.Kind)} {change.Target.Id}"));
        if (change.Irreversible)
        {
            page.Append("<br><span class=\"no\">cannot be undone</span>");
        }

        page.Append("</td><td>").Append(Words(change.Before)).Append("</td><td>").Append(Words(change.After)).Append("</td></tr>");
    }

    /// <summary>Text from outside: one line that shows nothing but itself, in HTML's own words.</summary>
    private static string Text(string text) => WebUtility.HtmlEncode(SafeText.Line(text, 4_000));
}
