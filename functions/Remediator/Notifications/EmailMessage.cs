using System.Globalization;
using System.Text;

namespace Remediator.Notifications;

/// <summary>A notice as plain text, within the rules of SNS.</summary>
/// <param name="Subject">ASCII without control characters, fewer than 100 characters.</param>
/// <param name="Body">At most 262,144 bytes as UTF-8.</param>
public sealed record EmailMessage(string Subject, string Body)
{
    private const int SubjectLimit = 99;
    // The worst text, three bytes to the character everywhere, still fits: 30 changes of 4 values, 3 lists of 10 items, and the 22 that find-persistence tells.
    private const int ChangesShown = 30;
    private const int ValueLimit = 400;
    private const int ItemsShown = 10;
    private const int ItemLimit = 1_000;

    private const int Width = 76;

    public static EmailMessage Render(Notice notice)
    {
        var body = new StringBuilder();
        Paragraph(body, notice.Headline, "", hang: 2);
        body.Append('\n');
        Paragraph(body, notice.Summary, "");
        body.Append('\n');
        foreach (var fact in notice.Facts)
        {
            Paragraph(body, fact.Value, $"  {fact.Label,-11}");
        }

        Paragraph(body, notice.Incident.Id, $"  {"Incident",-11}");
        if (notice.Incident.Others.Length > 0)
        {
            var more = notice.Incident.Others.Length > ItemsShown ? $", ... and {notice.Incident.Others.Length - ItemsShown} more" : "";
            Paragraph(body, string.Join(", ", notice.Incident.Others.Take(ItemsShown).Select(o => SafeText.Line(o, ValueLimit / 4))) + more, $"  {"With",-11}", ItemLimit + ValueLimit);
        }

        if (notice.Link is { } link)
        {
            body.Append("  Console    ").Append(link).Append('\n');
        }

        Heading(body, "WHAT WAS REPORTED");
        Paragraph(body, notice.Reported, "  ", ItemLimit);
        List(body, "WHY", notice.Reasons);
        Changes(body, notice);
        List(body, "WHAT THIS DOES NOT STOP", notice.Survivors);
        List(body, "WHAT THE PRINCIPAL LEFT BEHIND", notice.LeftBehind, notice.LeftBehind.Length, ValueLimit / 2);
        if (!notice.FollowUps.IsEmpty)
        {
            Heading(body, Notice.FollowUpHeading);
            Paragraph(body, Notice.FollowUpText, "  ");
            foreach (var command in notice.FollowUps)
            {
                body.Append("\n    ").Append(SafeText.Line(command)).Append('\n');
            }
        }

        List(body, "STEPS NOT TAKEN", notice.NotDone);
        if (notice.Decision is { ApproveLink: { } approve, RejectLink: { } reject })
        {
            Heading(body, "To decide by link");
            Paragraph(body, "Each link shows the plan first and is for one use. Whoever has this email can use them: do not forward it.", "  ");
            body.Append("\n    Approve  ").Append(approve).Append("\n\n    Reject   ").Append(reject).Append('\n');
        }

        if (notice.Next is { } next)
        {
            Heading(body, next.Heading);
            Paragraph(body, next.Text, "  ");
            body.Append("\n    ").Append(SafeText.Line(next.Command)).Append('\n');
        }

        return new EmailMessage(SubjectOf(notice), body.ToString());
    }

    public static EmailMessage Render(Bulletin bulletin)
    {
        var body = new StringBuilder();
        Paragraph(body, bulletin.Headline, "", hang: 2);
        body.Append('\n');
        Paragraph(body, bulletin.Summary, "", ItemLimit, hang: 2);
        if (bulletin.Items.Length > 0)
        {
            body.Append('\n');
        }

        foreach (var item in bulletin.Items)
        {
            Paragraph(body, item, "  - ", Bulletin.ItemLimit);
        }

        return new EmailMessage(SafeText.Ascii($"[REMEDIATOR] {bulletin.Headline}", SubjectLimit), body.ToString());
    }

    private static string SubjectOf(Notice notice)
    {
        var severity = $"[{notice.Severity.Label.ToString().ToUpperInvariant()}] ";
        var place = $" - {SafeText.Ascii(notice.Account, 12)} {SafeText.Ascii(notice.Region, 20)} [{notice.Incident.Id}]";
        return severity + SafeText.Ascii(notice.Headline, SubjectLimit - severity.Length - place.Length) + place;
    }

    private static void Changes(StringBuilder body, Notice notice)
    {
        if (notice.Changes.Length > 0)
        {
            Heading(body, notice.ChangesHeading);
            var isWhole = true;
            foreach (var (i, change) in notice.Changes.Take(ChangesShown).Index())
            {
                isWhole &= Value(body, change.What, $"  {i + 1}. ");
                isWhole &= Value(body, change.Before, "       from   ");
                isWhole &= Value(body, change.After, "       to     ");
                isWhole &= Value(body, change.Status, "       state  ");
            }

            More(body, notice.Changes.Length, ChangesShown, ", not shown here");
            if (!isWhole || notice.Changes.Length > ChangesShown)
            {
                NotWhole(body, notice);
            }
        }

        if (notice.Verified is { } verified)
        {
            body.Append('\n');
            Paragraph(body, verified, "  ");
        }
    }

    private static void List(StringBuilder body, string heading, IReadOnlyCollection<string> items, int shown = ItemsShown, int limit = ItemLimit)
    {
        if (items.Count > 0)
        {
            Heading(body, heading);
            foreach (var item in items.Take(shown))
            {
                Paragraph(body, item, "  - ", limit);
            }

            More(body, items.Count, shown);
        }
    }

    private static void Heading(StringBuilder body, string heading) => body.Append('\n').Append(heading.ToUpperInvariant()).Append('\n');

    private static void More(StringBuilder body, int count, int shown, string words = "")
    {
        if (count > shown)
        {
            body.Append("  ... and ").Append(count - shown).Append(" more").Append(words).Append('\n');
        }
    }

    /// <summary>A value of a change, which says so where it is cut.</summary>
    /// <returns>Whether all of it is shown.</returns>
    private static bool Value(StringBuilder body, string text, string lead)
    {
        Paragraph(body, text, lead);
        var length = SafeText.Line(text).Length;
        if (length > ValueLimit)
        {
            body.Append(CultureInfo.InvariantCulture, $"              (cut: {ValueLimit} of {length:N0} characters are shown)\n");
        }

        return length <= ValueLimit;
    }

    private static void NotWhole(StringBuilder body, Notice notice)
    {
        Heading(body, notice.Kind == NoticeKind.ApprovalNeeded ? "Not the whole plan" : "Not all of it");
        Paragraph(body, "This email has no room for all of it: what is cut or left out above says so.", "  ");
        Paragraph(body, notice.Decision?.ApproveLink is null ? "This shows all of it:" : "The page behind each link below shows all of it, or says that it can't. This command shows all of it:", "  ");
        body.Append("\n    ").Append(SafeText.Line(notice.ShowAll)).Append('\n');
    }

    /// <summary>Wrapped at word boundaries, later lines further in: text from outside never starts at the margin.</summary>
    private static void Paragraph(StringBuilder body, string text, string lead, int limit = ValueLimit, int? hang = null)
    {
        body.Append(lead);
        var column = lead.Length;
        var first = true;
        foreach (var word in SafeText.Line(text, limit).Split(' '))
        {
            if (!first && column + 1 + word.Length > Width)
            {
                body.Append('\n').Append(' ', hang ?? lead.Length);
                column = hang ?? lead.Length;
            }
            else if (!first)
            {
                body.Append(' ');
                column++;
            }

            body.Append(word);
            column += word.Length;
            first = false;
        }

        body.Append('\n');
    }
}
