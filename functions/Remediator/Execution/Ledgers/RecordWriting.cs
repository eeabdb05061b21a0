using System.Globalization;
using System.Text.Json;
using Remediator.Approvals;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.Execution.Ledgers;

/// <summary>Records as JSON; what is null is left out.</summary>
internal static class RecordWriting
{
    public static void Write(Utf8JsonWriter writer, OutboxEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("id", entry.Id);
        writer.WriteString("kind", RecordWords.Notices.Of((int)entry.Kind));
        Texts(writer, "channels", entry.Channels.AsSpan());
        writer.WritePropertyName("record");
        Write(writer, entry.Record);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, AuditEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("executionId", entry.ExecutionId);
        writer.WriteNumber("version", entry.Version);
        writer.WriteString("at", entry.At);
        writer.WriteString("by", entry.By);
        writer.WriteStartArray("trail");
        foreach (var step in entry.Trail)
        {
            writer.WriteStartObject();
            writer.WriteString("from", RecordWords.States.Of((int)step.From));
            writer.WriteString("to", RecordWords.States.Of((int)step.To));
            writer.WriteString("at", step.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("news");
        foreach (var news in entry.News)
        {
            writer.WriteStartObject();
            writer.WriteString("id", news.Id);
            writer.WriteString("kind", RecordWords.Notices.Of((int)news.Kind));
            Texts(writer, "channels", news.Channels.AsSpan());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("findingHash", entry.FindingHash);
        writer.WritePropertyName("record");
        Write(writer, entry.Record);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ExecutionRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id);
        writer.WriteStartObject("key");
        writer.WriteString("findingId", record.Key.FindingId);
        writer.WriteString("playbook", record.Key.Playbook);
        writer.WriteString("account", record.Key.Account);
        writer.WriteString("region", record.Key.Region);
        writer.WriteString("resourceKind", record.Key.ResourceKind);
        writer.WriteString("resourceId", record.Key.ResourceId);
        writer.WriteEndObject();
        writer.WriteString("state", RecordWords.States.Of((int)record.State));
        writer.WritePropertyName("finding");
        Write(writer, record.Finding);
        writer.WritePropertyName("resource");
        Write(writer, record.Resource);
        writer.WriteString("playbookTitle", record.PlaybookTitle);
        writer.WriteString("playbookVersion", record.PlaybookVersion);
        writer.WriteString("mode", RecordWords.Modes.Of((int)record.Mode));
        Texts(writer, "notify", record.Notify.AsSpan());
        writer.WriteString("createdAt", record.CreatedAt);
        writer.WriteString("updatedAt", record.UpdatedAt);
        Time(writer, "plannedAt", record.PlannedAt);
        if (record.Verdict is { } verdict)
        {
            writer.WriteStartObject("verdict");
            writer.WriteString("is", verdict.Name);
            Text(writer, "because", verdict.Because);
            writer.WriteEndObject();
        }

        if (record.Corroboration is { } corroboration)
        {
            writer.WriteStartObject("corroboration");
            writer.WriteBoolean("isRaised", corroboration.IsRaised);
            writer.WriteString("says", corroboration.Says);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("steps");
        foreach (var step in record.Steps)
        {
            Write(writer, step);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("changes");
        foreach (var change in record.Changes)
        {
            Write(writer, change);
        }

        writer.WriteEndArray();
        if (record.Approval is { } approval)
        {
            writer.WritePropertyName("approval");
            Write(writer, approval);
        }

        Text(writer, "failure", record.Failure);
        Text(writer, "by", record.By);
        ScheduleJson.Write(writer, record);
        writer.WriteNumber("unreadDeliveries", record.UnreadDeliveries);
        writer.WriteNumber("version", record.Version);
        Text(writer, "leaseOwner", record.LeaseOwner);
        Time(writer, "leaseUntil", record.LeaseUntil);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("id", finding.Id);
        writer.WriteString("source", finding.Source);
        writer.WriteString("type", finding.Type);
        writer.WriteNumber("severity", finding.Severity.Value);
        writer.WriteString("account", finding.Account);
        writer.WriteString("region", finding.Region);
        writer.WriteString("partition", finding.Partition);
        writer.WriteStartArray("resources");
        foreach (var resource in finding.Resources)
        {
            Write(writer, resource);
        }

        writer.WriteEndArray();
        if (finding.Actor is { } actor)
        {
            writer.WriteStartObject("actor");
            Text(writer, "remoteIp", actor.RemoteIp);
            Text(writer, "country", actor.Country);
            Text(writer, "organization", actor.Organization);
            Text(writer, "domain", actor.Domain);
            Text(writer, "principal", actor.Principal);
            Text(writer, "api", actor.Api);
            writer.WriteBoolean("isAnonymous", actor.IsAnonymous);
            Texts(writer, "otherIps", actor.OtherIps.AsSpan());
            Texts(writer, "ports", [.. actor.Ports.Select(p => p.ToString(CultureInfo.InvariantCulture))]);
            writer.WriteEndObject();
        }

        writer.WriteString("role", RecordWords.Roles.Of((int)finding.Role));
        writer.WriteString("direction", RecordWords.Directions.Of((int)finding.Direction));
        writer.WriteString("status", RecordWords.FindingStatuses.Of((int)finding.Status));
        writer.WriteBoolean("isSample", finding.IsSample);
        Time(writer, "updatedAt", finding.UpdatedAt);
        writer.WriteNumber("count", finding.Count);
        writer.WriteString("title", finding.Title);
        writer.WriteString("description", finding.Description);
        writer.WriteString("raw", finding.Raw);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ResourceRef resource)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", resource.Kind);
        writer.WriteString("id", resource.Id);
        Text(writer, "arn", resource.Arn);
        writer.WriteString("involvement", RecordWords.Involvements.Of((int)resource.Involvement));
        Map(writer, "details", resource.Details);
        Map(writer, "tags", resource.Tags);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, StepRecord step)
    {
        writer.WriteStartObject();
        writer.WriteString("remediation", step.Remediation);
        writer.WriteString("outcome", RecordWords.Outcomes.Of((int)step.Outcome));
        Text(writer, "reason", step.Reason);
        Texts(writer, "survivors", step.Survivors.AsSpan());
        if (step.Uncontained > 0)
        {
            writer.WriteNumber("uncontained", step.Uncontained);
        }

        if (!step.FollowUps.IsEmpty)
        {
            writer.WriteStartArray("followUps");
            foreach (var next in step.FollowUps)
            {
                writer.WriteStartObject();
                writer.WriteString("step", next.Step);
                writer.WriteString("resource", next.Resource);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Approval approval)
    {
        writer.WriteStartObject();
        writer.WriteString("hash", approval.Hash);
        writer.WriteString("askedAt", approval.AskedAt);
        writer.WriteString("expiresAt", approval.ExpiresAt);
        writer.WriteNumber("quorum", approval.Quorum);
        writer.WriteString("default", RecordWords.Defaults.Of((int)approval.Default));
        writer.WriteString("because", approval.Because);
        writer.WriteStartArray("changes");
        foreach (var change in approval.Changes)
        {
            Write(writer, change);
        }

        writer.WriteEndArray();
        Texts(writer, "differences", approval.Differences.AsSpan());
        writer.WriteStartArray("decisions");
        foreach (var decision in approval.Decisions)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", RecordWords.Decisions.Of((int)decision.Kind));
            writer.WriteString("way", RecordWords.Ways.Of((int)decision.Way));
            writer.WriteString("by", decision.By);
            writer.WriteString("why", decision.Why);
            writer.WriteString("at", decision.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Time(writer, "appliedAt", approval.AppliedAt);
        Time(writer, "heldAt", approval.HeldAt);
        writer.WriteBoolean("isMoot", approval.IsMoot);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ChangeRecord record)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("change");
        Write(writer, record.Change);
        WriteProgress(writer, record);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Change change)
    {
        writer.WriteStartObject();
        writer.WriteString("step", change.Step);
        writer.WriteString("attribute", change.Attribute);
        writer.WriteStartObject("target");
        writer.WriteString("kind", change.Target.Kind);
        writer.WriteString("id", change.Target.Id);
        writer.WriteEndObject();
        Value(writer, "before", change.Before);
        Value(writer, "after", change.After);
        writer.WriteString("phase", RecordWords.Phases.Of((int)change.Phase));
        writer.WriteNumber("stage", change.Stage);
        writer.WriteBoolean("irreversible", change.Irreversible);
        writer.WriteBoolean("keep", change.Keep);
        Text(writer, "binds", change.Binds);
        writer.WriteBoolean("optional", change.Optional);
        Text(writer, "note", change.Note);
        writer.WriteEndObject();
    }

    private static void WriteProgress(Utf8JsonWriter writer, ChangeRecord record)
    {
        writer.WriteString("status", RecordWords.Statuses.Of((int)record.Status));
        Value(writer, "written", record.Written);
        Value(writer, "readBack", record.ReadBack);
        Text(writer, "error", record.Error);
        Time(writer, "at", record.At);
        Time(writer, "midwayUntil", record.MidwayUntil);
        Value(writer, "upon", record.Upon);
        if (record.Calls is { } calls)
        {
            writer.WriteStartArray("calls");
            foreach (var call in calls)
            {
                writer.WriteStartObject();
                writer.WriteString("service", call.Service);
                writer.WriteString("operation", call.Operation);
                Text(writer, "requestId", call.RequestId);
                Text(writer, "error", call.Error);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>An attribute value as the JSON that it is; null says absent, while what was not read or written is left out.</summary>
    private static void Value(Utf8JsonWriter writer, string name, AttributeValue? value)
    {
        if (value is { } known)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(known.Json ?? "null", skipInputValidation: true);
        }
    }

    public static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void Texts(Utf8JsonWriter writer, string name, ReadOnlySpan<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void Map(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, string>>? map)
    {
        if (map is not null)
        {
            writer.WriteStartObject(name);
            foreach (var (key, value) in map)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }
    }

    public static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            writer.WriteString(name, at);
        }
    }
}
