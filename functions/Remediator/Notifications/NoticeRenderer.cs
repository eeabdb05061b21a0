using System.Collections.Immutable;
using System.Globalization;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Notifications;

/// <summary>Puts an outbox entry into words; pure.</summary>
/// <param name="find">Looks up an attribute, which knows how its values read; null for one that no longer exists.</param>
/// <param name="ledger">
/// Options of the command line that lead to the ledger that holds the execution: <c>--ledger dynamodb:TABLE --region REGION</c>;
/// without them a command in a message would look into the reader's own. Empty where that is the one.
/// </param>
public sealed class NoticeRenderer(Func<string, ResourceAttribute?> find, string ledger = "")
{
    public NoticeRenderer(string ledger = "")
        : this(AttributeCatalogue.Find, ledger)
    {
    }

    /// <summary>A command of the command line with what it is about, and where its ledger is.</summary>
    public Func<string, string> Command(string command) => id => ledger.Length > 0 ? $"{command} {id} {ledger}" : $"{command} {id}";

    public Notice Render(OutboxEntry entry)
    {
        var record = entry.Record;
        var made = record.Made().ToList();
        var story = NoticeStory.Of(entry.Kind, record, made);
        var place = record.Finding.Where(record.Resource);
        return new Notice
        {
            Kind = entry.Kind,
            Headline = $"{story.Verb}: {PlainWords.Kind(record.Resource.Kind)} {Named(record)}",
            Summary = story.Summary,
            Severity = record.Finding.Severity,
            Account = record.Finding.Account,
            Region = record.Finding.Region,
            Reported = $"{PlainWords.Source(record.Finding.Source)}: {(record.Finding.Title.Length > 0 ? record.Finding.Title : record.Finding.Type)}",
            Facts = [.. Facts(record)],
            Link = ConsoleLink.For(record.Finding.Partition, place.Account, place.Region, record.Resource),
            ChangesHeading = story.ChangesHeading,
            Changes = [.. made.Select(c => InWords(c, entry.Kind))],
            Verified = story.Verified,
            Reasons = story.Reasons,
            Survivors = story.Acted ? [.. record.Survivors()] : [],
            IsInPart = entry.Kind == NoticeKind.Contained && record.Containment() == Containment.InPart,
            MayStand = entry.Kind == NoticeKind.Failed && record.MayStand(),
            LeftBehind = [.. record.LeftBehind()],
            FollowUps = [.. record.FollowUps().Select(c => ledger.Length > 0 ? $"{c} {ledger}" : c)],
            NotDone =
            [
                .. record.Steps.Where(s => s.Outcome is StepOutcome.NotApplicable or StepOutcome.Unknown).Select(s => $"{s.Remediation}: {s.Reason ?? "no reason given"}"),
                .. record.Steps.Where(s => s.Outcome is StepOutcome.AlreadyCompliant).Select(s => $"{s.Remediation}: already as wanted"),
            ],
            Incident = new NoticeIncident(record.Key.FindingId, entry.Id, [.. Others(record)]),
            ShowAll = Command("remediator incident show")(record.Id),
            Next = story.Next is { } next && ledger.Length > 0 ? next with { Command = $"{next.Command} {ledger}" } : story.Next,
        };
    }

    private static string Named(ExecutionRecord record) =>
        record.Resource.Tags?.GetValueOrDefault("Name") is { Length: > 0 } name ? $"{record.Resource.Id} ({name})" : record.Resource.Id;

    private static IEnumerable<string> Others(ExecutionRecord record) => record.Finding.Resources
        .Where(r => (r.Kind, r.Id) != (record.Resource.Kind, record.Resource.Id))
        .Select(r => $"{PlainWords.Kind(r.Kind)} {r.Id}")
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<NoticeFact> Facts(ExecutionRecord record)
    {
        var finding = record.Finding;
        yield return new("Severity", finding.Severity.ToString());
        yield return new("Account", finding.Account);
        yield return new("Region", finding.Region);
        yield return new("Resource", $"{PlainWords.Kind(record.Resource.Kind)} {Named(record)}");
        yield return new("Finding", finding.IsSample ? $"{finding.Type} (sample)" : finding.Type);
        yield return new("Seen", finding.UpdatedAt is { } seen ? $"{PlainWords.Count(finding.Count, "time")}, last {Utc(seen)}" : PlainWords.Count(finding.Count, "time"));
        if (Who(finding.Actor) is { Length: > 0 } who)
        {
            yield return new("Actor", who);
        }

        yield return new("Playbook", $"{record.PlaybookTitle} ({record.Key.Playbook})");
        if (record.Corroboration is { } corroboration)
        {
            yield return new("Corroborated", corroboration.Says);
        }

        if (record is { State: not (ExecutionState.Released or ExecutionState.Releasing), Release.Ended: { } ended })
        {
            yield return new("Active again", $"contained until {Utc(ended)}, when its time had come; the finding was reported anew since");
        }

        yield return new("Execution", record.Id);
        yield return new("Time", Utc(record.UpdatedAt));
    }

    private static string Utc(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Who(Actor? actor)
    {
        if (actor is null)
        {
            return "";
        }

        var owner = string.Join(", ", new[] { actor.Organization, actor.Country }.Where(s => !string.IsNullOrEmpty(s)));
        var address = string.IsNullOrEmpty(actor.RemoteIp) || owner.Length == 0 ? actor.RemoteIp : $"{actor.RemoteIp} ({owner})";
        return string.Join(", ", new[] { address, actor.Domain, actor.Principal, actor.Api }.Where(s => !string.IsNullOrEmpty(s)));
    }

    private NoticeChange InWords(ChangeRecord record, NoticeKind kind)
    {
        var change = record.Change;
        var attribute = find(change.Attribute);
        string Words(AttributeValue value) => attribute?.DescribeSafely(value) ?? value.ToString();

        var what = $"{attribute?.Label ?? change.Attribute} of {PlainWords.Kind(change.Target.Kind)} {change.Target.Id}";
        var (before, after) = (Words(change.Before), Words(record.Written ?? change.After));
        if (change.Note is { Length: > 0 } note)
        {
            what = $"{what}: {note}";
        }

        if (kind == NoticeKind.ReleaseSoon)
        {
            return record.IsUndoable ? new NoticeChange(what, after, before, "will be put back") : new NoticeChange(what, before, after, "stays");
        }

        return record.Status == ChangeStatus.Released
            ? new NoticeChange(what, after, before, "put back, and read back")
            : new NoticeChange(what, before, after, Status(record, kind, Words) + (record is { Status: ChangeStatus.Verified, ReadBack: { } live } && attribute?.Caveat(live) is { } caveat ? $": {caveat}" : ""));
    }

    private static string Status(ChangeRecord record, NoticeKind kind, Func<AttributeValue, string> words)
    {
        var because = record.Error is { Length: > 0 } error ? $": {error}" : "";
        return record.Status switch
        {
            ChangeStatus.Pending when kind is NoticeKind.WouldRespond or NoticeKind.ApprovalNeeded or NoticeKind.ApprovalHeld or NoticeKind.ApprovalLapsed or NoticeKind.BudgetUsedUp or NoticeKind.Refused =>
                record.Change.Irreversible ? "planned; cannot be undone" : "planned",
            ChangeStatus.Pending => $"not made{because}",
            ChangeStatus.Applied when record.ReadBack is { } live && kind is NoticeKind.ReleaseDrifted or NoticeKind.ReleasePostponed => $"left as it was; now {words(live)}",
            ChangeStatus.Applied => $"written, not read back{because}",
            ChangeStatus.Verified when kind is NoticeKind.Released or NoticeKind.ReleaseDrifted => "left in place",
            ChangeStatus.Verified => record.Change.Irreversible ? "read back; cannot be undone" : "read back",
            ChangeStatus.Failed when record.ReadBack is { } live => $"{(record.Change.Optional ? "best effort, failed" : "FAILED")}{because}; now {words(live)}",
            ChangeStatus.Failed => $"{(record.Change.Optional ? "best effort, failed" : "FAILED")}{because}",
            ChangeStatus.Drifted when record.ReadBack is { } live => $"changed by somebody else since; now {words(live)}",
            ChangeStatus.Drifted => $"changed by somebody else since{because}",
            ChangeStatus.Released => "put back, and read back",
            ChangeStatus.Shared => $"left in place{because}",
            ChangeStatus.Gone => $"not put back{because}",
            _ => throw new InvalidOperationException($"unknown change status {record.Status}"),
        };
    }
}
