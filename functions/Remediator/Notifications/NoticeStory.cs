using System.Collections.Immutable;
using System.Globalization;
using Remediator.Approvals;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Scheduling;

namespace Remediator.Notifications;

/// <summary>What differs between the kinds of news.</summary>
/// <param name="Verb">Starts the headline.</param>
/// <param name="Acted">Whether something was written, so that it matters what survives.</param>
internal sealed record NoticeStory(
    string Verb, string Summary, string ChangesHeading, bool Acted, string? Verified, ImmutableArray<string> Reasons, NextStep? Next)
{
    /// <param name="made">The changes that were not satisfied before.</param>
    public static NoticeStory Of(NoticeKind kind, ExecutionRecord record, IReadOnlyList<ChangeRecord> made) => kind switch
    {
        NoticeKind.WouldRespond => new(
            "Would respond",
            $"Nothing was changed: this was only observed. {Planned(made)}",
            "What would be changed", false, null, Because(record), Enforce(record, "To act")),
        NoticeKind.Reported => new(
            "For people",
            "Nothing was changed, and nothing will be: no automatic response is right for this. Somebody should look at it.",
            "What would be changed", false, null, Because(record), null),
        NoticeKind.ApprovalNeeded => new(
            "Decision needed",
            record.Approval is { } question
                ? $"Nothing {(made.Any(Stands) ? "more " : "")}was changed yet: {(question.Quorum == 1 ? "a person has" : $"{question.Quorum} people have")} to decide. {Planned([.. made.Where(c => !Stands(c))])} Plan {question.ShortHash}; decide until {ApprovalRules.Deadline(question)}."
                : $"Nothing was changed yet: a person has to decide. {Planned(made)}",
            "What would be changed", false, null, [.. Because(record), .. Differences(record)], record.Approval is { } asked ? Decide(record, asked) : Enforce(record, "To approve")),
        NoticeKind.ApprovalHeld => new(
            "Approved, and held back",
            $"Nothing was changed: the plan is approved{(record.Approval is { } given ? $" by {given.ApprovedBy}" : "")}, and can't be applied now. It is tried again{(record.Approval is { } held ? $" until {Control.Utc(held.LapsesAt)}" : "")}, and nobody has to decide anew before then.",
            "What is approved", false, null, Because(record), null),
        NoticeKind.ApprovalLapsed => new(
            "Approval lapsed",
            "The plan was approved, and could not be applied for as long as people had to decide, so it is not applied any more. When the finding is reported again, people are asked again.",
            "What was approved", false, null, [.. Because(record), .. Failure(record)], Enforce(record, "To act")),
        NoticeKind.BudgetUsedUp => new(
            "Budget used up",
            "A limit on automatic changes is reached: until its window ends, every change that it counts waits for a person. This is said once; each finding asks for itself.",
            "What is the first to wait", false, null, Because(record), new NextStep("To see the controls in force", "And who set them, why and until when:", "remediator status")),
        NoticeKind.Refused => new(
            "Left alone",
            made.Any(Stands)
                ? "What more the finding asks for was refused, so nothing more was changed. What was done before stays as it is."
                : "The response was refused, so nothing was changed.",
            made.Any(Stands) ? "What was changed before, and what would have been" : "What would have been changed", false, null, Because(record), null),
        NoticeKind.Contained when record.Containment() == Containment.InPart => new(
            "Contained in part",
            $"{PlainWords.Count(record.Uncontained(), "network interface")} NOT contained: what this does not stop says which and why. {PlainWords.Count(made.Count, "change")} made, and the live state read back.{Ends(record)}",
            "What was changed", true, ReadBack(made, ChangeStatus.Verified, "as wanted"), Approved(record), Undo(record, "To undo", "Puts every value back as it was:")),
        NoticeKind.Contained when record.Containment() == Containment.AlreadyAsWanted => new(
            "Already as wanted",
            "Nothing had to be changed: the live state was read, and the resource already is as the playbook wants it.",
            "What was changed", true, null, [], null),
        NoticeKind.Contained => new(
            record.Containment() == Containment.Done ? "Done" : "Contained",
            $"{PlainWords.Count(made.Count, "change")} made, and the live state read back.{Ends(record)}",
            "What was changed", true, ReadBack(made, ChangeStatus.Verified, "as wanted"), Approved(record), Undo(record, "To undo", "Puts every value back as it was:")),
        NoticeKind.Failed when record.MayStand() => new(
            $"{Before(record)}, now unknown",
            "It was read back as wanted before, and could not be looked at again: whether it still stands, and is enough by now, is not known. Nothing was changed. The next delivery of the finding tries again.",
            "What was changed before", true, ReadBack(made, ChangeStatus.Verified, "as wanted before, none now"), Failure(record), Undo(record, "To undo", "Puts every value back as it was:")),
        NoticeKind.Failed => new(
            "NOT CONTAINED",
            "The response failed, or could not be proved by reading the live state. Treat the resource as not contained. The next delivery of the finding tries again.",
            "The changes, and how far each came", true, ReadBack(made, ChangeStatus.Verified, "as wanted"), Failure(record),
            Undo(record, "To undo what was done so far", "Puts every value back as it was:")),
        NoticeKind.InProgress => new(
            "IN PROGRESS",
            "The change was asked for, and AWS says that it is still bringing it into force: nothing is proved yet. Treat the resource as not contained until a message of its own says that it is.",
            "The changes, and how far each came", true, ReadBack(made, ChangeStatus.Verified, "as wanted"), Failure(record),
            Undo(record, "To undo what was done so far", "Puts every value back as it was:")),
        NoticeKind.UndoneOutside => new(
            "UNDONE OUTSIDE",
            "Somebody or something else has undone what the response did; Remediator did not, and does not know who did: CloudTrail does. "
                + (record.Failure is null ? "It is contained again now; a message of its own says how that ended." : "It is NOT contained again."),
            "What was undone", false, ReadBack(made, ChangeStatus.Verified, "still as the response left them"), Failure(record), record.Failure is null ? null : Enforce(record, "To contain it again")),
        NoticeKind.Released when made.Any(c => c.Status == ChangeStatus.Shared) => new(
            "Released, and still contained",
            "The response was undone but for what other executions still rely on: that is left in place, and the last of them that is released puts it back.",
            "What was put back, and what was left", false, ReadBack(made, ChangeStatus.Released, "as before the response"), Who(record), null),
        NoticeKind.Released when made.Any(c => c.Status == ChangeStatus.Gone) => new(
            "Put back, but for what is gone",
            "The response was undone, but for what somebody else has deleted since: that is not made again. The rest is as it was before the response, and no longer contained.",
            "What was put back, and what is gone", false, ReadBack(made, ChangeStatus.Released, "as before the response"), Who(record), null),
        NoticeKind.Released => new(
            "Put back",
            "The response was undone and the values before were read back. The resource is as it was before the response, and no longer contained.",
            "What was put back", false, ReadBack(made, ChangeStatus.Released, "as before the response"), Who(record), null),
        NoticeKind.ReleaseDrifted => new(
            "NOT PUT BACK",
            "The undo stopped: a live value is neither what was there before nor what the response wrote, or it could not be written.",
            "The changes, and what was found", true, null, Failure(record),
            new NextStep("To put it back nevertheless", "Overwrites what somebody else has set since:", $"remediator release {record.Id} --force")),
        NoticeKind.NotReleased => new(
            "Not put back",
            $"What is to be put back could not be reached or read, and nothing was written: it stands as before. {(record.Due.Any(w => w.Kind == DueKind.Release) ? "It is tried again by itself." : "It is not tried again by itself.")}",
            "What stays as it is", true, null, Failure(record), Undo(record, "To try again", "Puts every value back as it was:")),
        NoticeKind.ReleaseSoon => new(
            "Ends soon",
            $"The containment ends by itself {When(record.Release?.At)}: every value is put back as it was before, unless somebody else has changed it or a newer finding is reported until then.",
            "What will be put back", true, null, [], Extend(record)),
        NoticeKind.ReleasePostponed when record.State == ExecutionState.Releasing => new(
            "HALF PUT BACK",
            "A release has begun and was cut off, and a control keeps it from going on. It goes on by itself when the control ends.",
            "The changes, and what was found", true, null, Failure(record),
            new NextStep("To go on now", "Puts the rest of the values back as they were:", $"remediator release {record.Id}")),
        NoticeKind.ReleasePostponed => new(
            "Stays contained",
            record.Release switch
            {
                { Held: ReleaseSchedule.Untold } => "The containment was to end by itself and does not: no channel had taken the warning. It ends once one has, and people have had time to answer it.",
                { Held: not null } => "The containment was to end by itself and does not: a control holds it. It ends when the control does.",
                { At: { } at } => $"The containment ends by itself later than was said: {When(at)}.",
                _ => "The containment does not end by itself. It stands until a person releases it.",
            },
            "What stays as it is", true, null, [.. new[] { record.Release?.Held, Moved(record.Release) }.OfType<string>()], Undo(record, "To end it now", "Puts every value back as it was:")),
        _ => throw new InvalidOperationException($"unknown kind of news {kind}"),
    };

    /// <summary>What the last reading back came to.</summary>
    private static string Before(ExecutionRecord record) => record.Containment() switch
    {
        Containment.AlreadyAsWanted => "Was as wanted",
        Containment.Done => "Was done",
        Containment.InPart => "Was contained in part",
        Containment.Contained => "Was contained",
        var other => throw new InvalidOperationException($"unknown containment {other}"),
    };

    /// <summary>Made and read back by an earlier run.</summary>
    private static bool Stands(ChangeRecord change) => change.Status == ChangeStatus.Verified;

    private static string When(DateTimeOffset? at) => at is { } time ? time.UtcDateTime.ToString("'at' yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "at no time";

    private static string? Moved(TimedRelease? release) => release is { By: { } by, Why: { } why } ? $"{why} ({by})" : null;

    private static string Ends(ExecutionRecord record) => record.Release is { At: { } at } ? $" It ends by itself {When(at)}, and not without a warning." : "";

    private static ImmutableArray<string> Who(ExecutionRecord record) => record switch
    {
        { Release: { } release } => Moved(release) is { } moved ? [moved] : [],
        { By: { Length: > 0 } by } => [$"released by {by}"],
        _ => [],
    };

    private static NextStep Extend(ExecutionRecord record) =>
        new("To keep it contained for longer", "Another 24 hours; --never keeps it until a person releases it:", $"remediator release extend {record.Id} --for 24h --why 'still investigating'");

    private static string Planned(IReadOnlyList<ChangeRecord> made) =>
        made.Count == 0 ? "Nothing would have to be changed." : $"{PlainWords.Count(made.Count, "change")} would be made.";

    private static ImmutableArray<string> Because(ExecutionRecord record) => record.Verdict?.Because is { Length: > 0 } because ? [because] : [];

    private static ImmutableArray<string> Failure(ExecutionRecord record) => record.Failure is { Length: > 0 } failure ? [failure] : [];

    private static IEnumerable<string> Differences(ExecutionRecord record) =>
        (record.Approval?.Differences ?? []).Select(d => $"changed since people were asked before: {d}");

    private static ImmutableArray<string> Approved(ExecutionRecord record) =>
        record.Approval is { IsGranted: true, AppliedAt: not null } approval ? [$"approved by {approval.ApprovedBy}"] : [];

    private static NextStep Decide(ExecutionRecord record, Approval approval) =>
        new("To decide by command", "Approve this plan (another one is refused; incident show has all of it), or use reject with --why:", $"remediator approve {record.Id} --hash {approval.ShortHash}");

    private static string? ReadBack(IReadOnlyList<ChangeRecord> made, ChangeStatus status, string words)
    {
        var concerned = made.Where(c => status != ChangeStatus.Released || c is { Change: { Keep: false, Irreversible: false }, Status: not (ChangeStatus.Shared or ChangeStatus.Gone) }).ToList();
        return concerned.Count == 0 ? null : $"{concerned.Count(c => c.Status == status)} of {PlainWords.Count(concerned.Count, "value")} read back from AWS {words}.";
    }

    private static NextStep Enforce(ExecutionRecord record, string heading) =>
        ManualPlaybook.CommandOf(record.Finding) is { } again ? new(heading, "Ask for it once more, and have it done:", again)
        : record.Finding.Source == ManualPlaybook.Source ? new(heading, "Ask for it once more, and have it done with --enforce. This shows what was asked for:", $"remediator incident show {record.Id}")
        : new(heading, "Set the playbook's mode to enforce, or run it once for this finding, saved as a file:", "remediator respond --event FINDING.json --enforce");

    private static NextStep? Undo(ExecutionRecord record, string heading, string text) =>
        record.CanBeUndone()
            ? new NextStep(heading, text, $"remediator release {record.Id}")
            : null;
}
