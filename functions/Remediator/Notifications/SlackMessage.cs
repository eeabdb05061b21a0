using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Approvals;
using Remediator.Scheduling;

namespace Remediator.Notifications;

/// <summary>A notice as the JSON that Slack's incoming webhooks and <c>chat.postMessage</c> take: Block Kit, within its limits.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/blocks : 50 blocks, 150 characters in a header, 3,000 in a section, 10 fields of 2,000.</remarks>
public static class SlackMessage
{
    private const int HeaderLimit = 150;
    private const int SectionLimit = 3_000;
    private const int FieldLimit = 10;
    private const int ChangesShown = 20;
    private const int ItemsShown = 10;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="notice">What to say.</param>
    /// <param name="place">Where a bot posts it; null for a webhook, whose address says it.</param>
    public static string Render(Notice notice, SlackPlace? place = null)
    {
        var blocks = new JsonArray();
        Add(blocks, new JsonObject { ["type"] = "header", ["text"] = PlainText(SlackText.Plain($"{Symbol(notice)} {notice.Headline}", HeaderLimit - 10)) });
        Add(blocks, Section(Mrkdwn(notice.Summary)));
        Add(blocks, Section(PlainText(SlackText.Plain(notice.Reported, 1_000))));
        foreach (var facts in notice.Facts.Chunk(FieldLimit))
        {
            Add(blocks, Facts(facts));
        }

        if (notice.Link is { } link)
        {
            Add(blocks, Section(Mrkdwn($"<{SlackText.Escape(link)}|Open in the AWS console>")));
        }

        List(blocks, "Why", notice.Reasons);
        Changes(blocks, notice);
        List(blocks, "What this does not stop", notice.Survivors);
        List(blocks, "What the principal left behind", notice.LeftBehind, notice.LeftBehind.Length);
        if (!notice.FollowUps.IsEmpty)
        {
            Pack(blocks, $"*{Notice.FollowUpHeading}*\n{Notice.FollowUpText}", notice.FollowUps.Select(c => SlackText.Code(c, 700)), null, Mrkdwn);
        }

        List(blocks, "Steps not taken", notice.NotDone);
        if (notice.Decision?.Button is { } value)
        {
            Add(blocks, Buttons(value, IsWhole(notice)));
        }

        if (notice.ExtendButton is { } end)
        {
            Add(blocks, Actions(Button(ExtendButton.Action, "Keep contained for 24 hours more", end)));
        }

        if (notice.Next is { } next)
        {
            Add(blocks, Section(Mrkdwn($"*{next.Heading}*\n{next.Text}\n{SlackText.Code(next.Command)}")));
        }

        Add(blocks, Incident(notice.Incident, alone: place?.Thread is null));
        return Posted(Message($"{notice.Headline}, account {notice.Account}, {notice.Region}", blocks), place, notice);
    }

    /// <summary>As the other; never in a thread.</summary>
    public static string Render(Bulletin bulletin, SlackPlace? place = null)
    {
        var blocks = new JsonArray();
        Add(blocks, new JsonObject { ["type"] = "header", ["text"] = PlainText(SlackText.Plain(bulletin.Headline, HeaderLimit)) });
        Pack(blocks, SlackText.Plain(bulletin.Summary, 1_000), bulletin.Items.Select(i => $"• {SlackText.Plain(i, Bulletin.ItemLimit)}"), null, PlainText);
        return Posted(Message(bulletin.Headline, blocks), place, null);
    }

    private static JsonObject Message(string text, JsonArray blocks) => new()
    {
        ["text"] = SlackText.Fallback(text),
        ["unfurl_links"] = false,
        ["unfurl_media"] = false,
        ["blocks"] = blocks,
    };

    private static string Posted(JsonObject message, SlackPlace? place, Notice? notice)
    {
        if (place is not null)
        {
            message["channel"] = place.Channel;
        }

        if (place?.Thread is { } thread && notice is not null)
        {
            message["thread_ts"] = thread;
            message["reply_broadcast"] = SlackPlace.IsForEverybody(notice.Kind);
        }

        return message.ToJsonString(Readable);
    }

    private static string Symbol(Notice notice) => notice.Kind switch
    {
        NoticeKind.Contained when notice.IsInPart => "⚠️",
        NoticeKind.Failed when notice.MayStand => "⚠️",
        NoticeKind.Contained or NoticeKind.Released => "✅",
        NoticeKind.Failed or NoticeKind.ReleaseDrifted or NoticeKind.NotReleased or NoticeKind.UndoneOutside => "❌",
        NoticeKind.ApprovalNeeded or NoticeKind.ApprovalHeld or NoticeKind.ApprovalLapsed or NoticeKind.BudgetUsedUp => "✋",
        NoticeKind.InProgress or NoticeKind.ReleaseSoon or NoticeKind.ReleasePostponed => "⏳",
        NoticeKind.WouldRespond or NoticeKind.Reported => "▷",
        NoticeKind.Refused => "⊘",
        _ => throw new InvalidOperationException($"unknown kind of news {notice.Kind}"),
    };

    /// <summary>A message by itself also says what else the finding is about; a thread shows that.</summary>
    private static JsonObject Incident(NoticeIncident incident, bool alone)
    {
        var others = alone && incident.Others.Length > 0
            ? $", together with {string.Join(", ", incident.Others.Take(ItemsShown).Select(o => SlackText.Code(o, 200)))}{(More(incident.Others.Length, ItemsShown) is { } more ? $" {more}" : "")}"
            : "";
        var elements = new JsonArray();
        Add(elements, Mrkdwn($"Incident {SlackText.Code(incident.Id)}{others}"));
        return new JsonObject { ["type"] = "context", ["elements"] = elements };
    }

    private static JsonObject Facts(NoticeFact[] facts)
    {
        var fields = new JsonArray();
        foreach (var fact in facts)
        {
            Add(fields, Mrkdwn($"*{fact.Label}*\n{SlackText.Code(fact.Value)}"));
        }

        return new JsonObject { ["type"] = "section", ["fields"] = fields };
    }

    private static void Changes(JsonArray blocks, Notice notice)
    {
        if (notice.Changes.Length > 0)
        {
            var lines = notice.Changes.Take(ChangesShown)
                .Select(c => $"• {SlackText.Code(c.What)}\n   {SlackText.Code(c.Before)} → {SlackText.Code(c.After)}  {Status(c.Status)}");
            Pack(blocks, $"*{notice.ChangesHeading}*", lines, More(notice.Changes.Length, ChangesShown), Mrkdwn);
        }

        if (notice.Verified is { } verified)
        {
            Add(blocks, Section(Mrkdwn($"*{verified}*")));
        }
    }

    /// <summary>The engine's own words need no code span; an error's text does.</summary>
    private static string Status(string status) =>
        status.All(c => char.IsAsciiLetter(c) || c is ' ' or ',' or ';') ? status : SlackText.Code(status);

    private static void List(JsonArray blocks, string heading, IReadOnlyCollection<string> items, int shown = ItemsShown)
    {
        if (items.Count > 0)
        {
            Pack(blocks, heading, items.Take(shown).Select(i => $"• {SlackText.Plain(i, 800)}"), More(items.Count, shown), PlainText);
        }
    }

    private static string? More(int count, int shown) => count > shown ? $"… and {count - shown} more" : null;

    /// <summary>Lines in as few sections as the limit allows.</summary>
    private static void Pack(JsonArray blocks, string heading, IEnumerable<string> lines, string? last, Func<string, JsonObject> text)
    {
        var section = heading;
        foreach (var line in last is null ? lines : lines.Append(last))
        {
            if (section.Length + 1 + line.Length > SectionLimit)
            {
                Add(blocks, Section(text(section)));
                section = line;
            }
            else
            {
                section = $"{section}\n{line}";
            }
        }

        Add(blocks, Section(text(section)));
    }

    /// <summary>Whether every change is shown, and none of it shortened.</summary>
    private static bool IsWhole(Notice notice) =>
        notice.Changes.Length <= ChangesShown && notice.Changes.All(c => new[] { c.What, c.Before, c.After }.All(t => SlackText.Code(t) == SlackText.Code(t, SectionLimit)));

    /// <summary>Approving asks once more; both carry what is decided about. What does not show whole is not approved here: the command shows it.</summary>
    private static JsonObject Buttons(string value, bool isWhole)
    {
        var reject = Button(DecisionButton.RejectAction, isWhole ? "Reject" : "Reject (the plan is too long to be approved here: see below)", value, "danger");
        if (!isWhole)
        {
            return Actions(reject);
        }

        var approve = Button(DecisionButton.ApproveAction, "Approve", value, "primary");
        approve["confirm"] = new JsonObject
        {
            ["title"] = PlainText("Apply this plan?"),
            ["text"] = PlainText("The changes above are made as soon as enough people have approved, if the plan still is the same."),
            ["confirm"] = PlainText("Approve"),
            ["deny"] = PlainText("Not yet"),
        };
        return Actions(approve, reject);
    }

    private static JsonObject Actions(params JsonNode[] buttons) => new() { ["type"] = "actions", ["elements"] = new JsonArray(buttons) };

    private static JsonObject Button(string action, string words, string value, string? style = null)
    {
        var button = new JsonObject { ["type"] = "button", ["action_id"] = action };
        if (style is not null)
        {
            button["style"] = style;
        }

        button["text"] = PlainText(words);
        button["value"] = value;
        return button;
    }

    private static JsonObject Section(JsonObject text) => new() { ["type"] = "section", ["text"] = text };

    private static JsonObject PlainText(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false };

    /// <summary>Verbatim: Slack makes no links of addresses and names that it finds in the text.</summary>
    private static JsonObject Mrkdwn(string text) => new() { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true };

    private static void Add(JsonArray array, JsonObject item) => array.Add((JsonNode)item);
}
