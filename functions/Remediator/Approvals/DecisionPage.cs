using System.Net;
using System.Security.Cryptography;
using System.Text;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Approvals;

/// <summary>The pages behind the links of an email: each complete in itself, with nothing to load and nothing to run.</summary>
public static class DecisionPage
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
        + "table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
        + ".no{color:#b00020;font-weight:bold}input{font:inherit;width:100%;box-sizing:border-box;margin:.2rem 0 1rem;padding:.4rem}button{font:inherit;padding:.6rem 1.5rem}code{overflow-wrap:anywhere}";

    private const string TooLong =
        "This plan is too long for a page: not all of it can be shown here, so it can be rejected here and not approved. These commands show all of it, and approve it:";

    /// <summary>The style is allowed by its hash; a form may go nowhere but back here.</summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Nothing is told to who has no link of ours.</summary>
    public static WebAnswer Forged { get; } = Say(403, "This link is not valid", "It was not made here, or not all of it arrived. Nothing was changed.");

    /// <summary>A plan that the page does not show whole can be rejected from it, and no more.</summary>
    /// <param name="sign">Makes the token of the decision that the page offers.</param>
    /// <param name="commands">Makes a command of the command line about an execution.</param>
    public static WebAnswer Ask(ExecutionRecord record, Approval approval, DecisionKind asked, Func<DecisionKind, string> sign, NoticeRenderer commands)
    {
        var finding = record.Finding;
        var page = new StringBuilder();
        var plan = PlanOnPage.Of(approval);
        var kind = plan.IsWhole ? asked : DecisionKind.Reject;
        var verb = kind == DecisionKind.Approve ? "Approve" : "Reject";
        page.Append("<h1>").Append(verb).Append(" this plan?</h1><p>").Append(Text($"{PlainWords.Source(finding.Source)}: {(finding.Title.Length > 0 ? finding.Title : finding.Type)}")).Append("</p>");
        if (!plan.IsWhole)
        {
            page.Append("<p class=\"no\">").Append(TooLong).Append("</p>");
            foreach (var command in Commands(record, approval, commands))
            {
                page.Append("<p><code>").Append(Text(command)).Append("</code></p>");
            }
        }

        page.Append("<table>");
        Row(page, "Resource", $"{PlainWords.Kind(record.Resource.Kind)} {record.Resource.Id}");
        Row(page, "Account, Region", $"{finding.Account}, {finding.Region}");
        Row(page, "Finding", finding.Type);
        Row(page, "Playbook", $"{record.PlaybookTitle} ({record.Key.Playbook})");
        Row(page, "Execution", record.Id);
        Row(page, "Why you are asked", approval.Because);
        Row(page, "Plan", approval.Hash);
        Row(page, "Decide until", ApprovalRules.Deadline(approval));
        Row(page, "Approvals", $"{approval.Approvals.Count()} of {approval.Quorum}");
        page.Append("</table>").Append(plan.Html).Append("<form method=\"post\" action=\"").Append(LinkDesk.Path).Append("\"><input type=\"hidden\" name=\"").Append(LinkDesk.TokenField).Append("\" value=\"").Append(Text(sign(kind))).Append("\">")
            .Append("<p><label>Your name (it is written down, and not checked)<input name=\"name\" maxlength=\"100\" autocomplete=\"off\"></label></p>")
            .Append("<p><label>Reason<input name=\"why\" maxlength=\"300\" autocomplete=\"off\"").Append(kind == DecisionKind.Reject ? " required" : "").Append("></label></p>")
            .Append("<p><button type=\"submit\">").Append(verb).Append("</button></p></form>")
            .Append("<p>The plan is made again before it is applied; if it is another one by then, nothing is changed and people are asked again.</p>");
        return Page(200, $"{verb} this plan?", page.ToString());
    }

    /// <summary>The answer to an approval of what the page does not show whole; null where the link may decide so.</summary>
    public static WebAnswer? TooLongFor(ExecutionRecord record, Approval approval, DecisionKind kind, NoticeRenderer commands) =>
        kind == DecisionKind.Approve && !PlanOnPage.Of(approval).IsWhole
            ? Say(409, "This decision does not count", $"{TooLong} {string.Join("; ", Commands(record, approval, commands))}. Nothing was changed.")
            : null;

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

    private static string[] Commands(ExecutionRecord record, Approval approval, NoticeRenderer commands) =>
        [commands.Command("remediator incident show")(record.Id), $"{commands.Command("remediator approve")(record.Id)} --hash {approval.ShortHash}"];

    private static WebAnswer Page(int status, string title, string body) => new(
        status,
        "text/html; charset=utf-8",
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Text(title)}</title><style>{Style}</style></head><body>{body}</body></html>\n",
        Policy);

    private static void Row(StringBuilder page, string label, string value) =>
        page.Append("<tr><th>").Append(Text(label)).Append("</th><td>").Append(Text(value)).Append("</td></tr>");

    /// <summary>Text from outside: one line that shows nothing but itself, in HTML's own words.</summary>
    private static string Text(string text) => WebUtility.HtmlEncode(SafeText.Line(text, 4_000));
}
