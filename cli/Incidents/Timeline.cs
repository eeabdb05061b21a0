using System.Collections.Immutable;
using Remediator.Approvals;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Cli.Incidents;

/// <summary>Tells an incident from its audit entries: what each save changed, who did it, and what people were told.</summary>
public static class Timeline
{
    public static ImmutableArray<TimelineEvent> Of(Incident incident)
    {
        var events = incident.Executions.SelectMany(Of);
        if (incident.Unmatched is { } unmatched)
        {
            events = events.Append(new TimelineEvent(unmatched.At, "", "Remediator", $"No execution: {unmatched.Outcome}", [unmatched.Reason], []));
        }

        return [.. events.OrderBy(e => e.At)];
    }

    private static IEnumerable<TimelineEvent> Of(IncidentExecution execution)
    {
        var record = execution.Record;
        yield return new TimelineEvent(record.CreatedAt, record.Id, record.Finding.Source, $"Finding {record.Finding.Type} received for {record.Resource.Kind} {record.Resource.Id}", [], []);
        AuditEntry? before = null;
        foreach (var entry in execution.Audit)
        {
            yield return Of(entry, before);
            before = entry;
        }

        var news = execution.Audit.SelectMany(a => a.News).ToLookup(n => n.Id, n => n.Kind, StringComparer.Ordinal);
        foreach (var receipt in execution.Receipts)
        {
            var reference = receipt.Reference is { } id ? ImmutableArray.Create(receipt.IsSkipped ? id : $"message {id}") : [];
            yield return new TimelineEvent(receipt.At, record.Id, receipt.Channel, $"{(receipt.IsSkipped ? "Nobody was told by it" : "People were told")}: {Words($"{news[receipt.EntryId].FirstOrDefault()}")}", reference, []);
        }
    }

    private static TimelineEvent Of(AuditEntry entry, AuditEntry? before)
    {
        var (now, then) = (entry.Record, before?.Record);
        var changes = now.Changes.Where((c, i) => then is null || i >= then.Changes.Length || IsOther(c, then.Changes[i])).Select(Of).ToImmutableArray();
        var details = new List<string>();
        if (now.Verdict is { } verdict && (then is null || then.PlannedAt != now.PlannedAt))
        {
            details.Add($"playbook {now.Key.Playbook} ({now.PlaybookVersion}), mode {Words($"{now.Mode}")}, verdict {verdict.Name}{(verdict.Because is { } because ? $": {because}" : "")}");
            details.AddRange(now.Steps.Select(s => $"step {s.Remediation}: {Words($"{s.Outcome}")}{(s.Reason is { } reason ? $": {reason}" : "")}"));
            details.AddRange(now.Steps.SelectMany(s => s.Survivors.Select(t => $"{(s.Remediation == FindPersistence.StepName ? "left behind" : "not stopped")}: {t}")));
            details.AddRange(now.FollowUps().Select(c => $"follow up with: {c}"));
        }

        if (now.Failure is { } failure && failure != then?.Failure)
        {
            details.Add($"failure: {failure}");
        }

        details.AddRange(Decisions(now, then));

        if (now.Release is { } release && release != then?.Release)
        {
            var moved = release is { By: { } by, Why: { } why } ? $" ({why}, {by})" : "";
            details.Add($"ends by itself: {(release.At is { } at ? $"{at:u}" : "not any more")}{moved}{(release.Held is { } held ? $"; held: {held}" : "")}");
        }

        details.AddRange(entry.News.Select(n => $"to be told: {Words($"{n.Kind}")} by {string.Join(", ", n.Channels)}"));
        return new TimelineEvent(entry.At, entry.ExecutionId, entry.By, What(entry, changes.IsEmpty && details.Count == 0), [.. details], changes);
    }

    private static IEnumerable<string> Decisions(ExecutionRecord now, ExecutionRecord? then)
    {
        if (now.Approval is not { } approval)
        {
            return [];
        }

        var isNew = then?.Approval is not { } old || old.Hash != approval.Hash || old.AskedAt != approval.AskedAt;
        var asked = isNew ? [$"people are asked about plan {approval.Hash}: {approval.Quorum} to approve until {ApprovalRules.Deadline(approval)}", .. approval.Differences.Select(d => $"differs from the plan before: {d}")] : Array.Empty<string>();
        var decided = approval.Decisions.Skip(isNew ? 0 : then!.Approval!.Decisions.Length)
            .Select(d => $"{(d.Kind == DecisionKind.Approve ? "approved" : "rejected")} by {d.Tell()}, by way of {Words($"{d.Way}")}, plan {approval.Hash}");
        return [.. asked, .. decided];
    }

    private static string What(AuditEntry entry, bool nothing) => entry.Trail switch
    {
        [var first, ..] => string.Join(" -> ", entry.Trail.Select(t => $"{t.To}").Prepend($"{first.From}")),
        _ when nothing => $"Looked at again: still {entry.Record.State}",
        _ => $"{entry.Record.State}, recorded",
    };

    private static bool IsOther(ChangeRecord now, ChangeRecord then) =>
        now.Change != then.Change || now.Status != then.Status || now.Written != then.Written || now.ReadBack != then.ReadBack || now.Error != then.Error;

    private static TimelineChange Of(ChangeRecord record)
    {
        var attribute = AttributeCatalogue.Find(record.Change.Attribute);
        string Describe(AttributeValue value) => attribute?.DescribeSafely(value) ?? value.ToString();
        return new TimelineChange(
            $"{record.Change.Step}: {attribute?.Label ?? record.Change.Attribute} of {record.Change.Target.Id}",
            Words($"{record.Status}"),
            Describe(record.Change.Before),
            Describe(record.Written ?? record.Change.After),
            record.ReadBack is { } live ? Describe(live) : null,
            record.Error,
            record.Change.Note is { Length: > 0 } note ? note : null,
            Lasting(record.Change),
            [.. (record.Calls ?? []).Select(c => $"{c.Service} {c.Operation}{(c.Error is { } error ? $" ({error})" : "")}, request {c.RequestId ?? "unanswered"}")]);
    }

    private static string? Lasting(Change change) => change switch
    {
        { IsSatisfied: true } => null,
        { Irreversible: true } => "cannot be undone",
        { Keep: true } => "stays after an undo",
        _ => null,
    };

    internal static string Words(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
