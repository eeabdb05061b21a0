using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediator.Approvals;
using Remediator.Findings;
using Remediator.Json;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Execution.Ledgers;

/// <summary>Records from JSON; a member of a later version is passed over, and one that must be there and is not is an error.</summary>
internal static class RecordReading
{
    /// <exception cref="JsonException">It is no outbox entry.</exception>
    public static OutboxEntry Entry(JsonElement entry) =>
        new(entry.Text("id"), (NoticeKind)RecordWords.Notices.Read(entry.Text("kind")), entry.Texts("channels"), Record(entry.Member("record")));

    /// <exception cref="JsonException">It is no audit entry.</exception>
    public static AuditEntry Audit(JsonElement entry) => new()
    {
        ExecutionId = entry.Text("executionId"),
        Version = entry.Number("version") ?? throw StrictJson.Missing("version"),
        At = entry.Time("at") ?? throw StrictJson.Missing("at"),
        By = entry.Text("by"),
        Trail = [.. entry.Each("trail", s => new StateChange(State(s, "from"), State(s, "to"), s.Time("at") ?? throw StrictJson.Missing("at")))],
        News = [.. entry.Each("news", n => new AuditedNews(n.Text("id"), (NoticeKind)RecordWords.Notices.Read(n.Text("kind")), n.Texts("channels")))],
        FindingHash = entry.Text("findingHash"),
        Record = Record(entry.Member("record")),
    };

    /// <exception cref="JsonException">It is no record.</exception>
    public static ExecutionRecord Record(JsonElement record)
    {
        var key = record.Member("key");
        var bare = new ExecutionRecord
        {
            Id = record.Text("id"),
            Key = new ExecutionKey(key.Text("findingId"), key.Text("playbook"), key.OptionalText("account") ?? "", key.OptionalText("region") ?? "", key.Text("resourceKind"), key.Text("resourceId")),
            State = State(record, "state"),
            Finding = Finding(record.Member("finding")),
            Resource = Resource(record.Member("resource")),
            PlaybookTitle = record.Text("playbookTitle"),
            PlaybookVersion = record.Text("playbookVersion"),
            Mode = (PlaybookMode)RecordWords.Modes.Read(record.Text("mode")),
            Notify = record.Texts("notify"),
            CreatedAt = record.Time("createdAt") ?? throw StrictJson.Missing("createdAt"),
            UpdatedAt = record.Time("updatedAt") ?? throw StrictJson.Missing("updatedAt"),
            PlannedAt = record.Time("plannedAt"),
            Verdict = record.Given("verdict") is { } verdict ? Verdict(verdict) : null,
            Corroboration = record.Given("corroboration") is { } corroboration ? new(corroboration.Flag("isRaised"), corroboration.Text("says")) : null,
            Steps = [.. record.Each("steps", Step)],
            Changes = [.. record.Each("changes", ChangeRecord)],
            Approval = record.Given("approval") is { } approval ? Approval(approval) : null,
            Failure = record.OptionalText("failure"),
            By = record.OptionalText("by"),
            UnreadDeliveries = (int)(record.Number("unreadDeliveries") ?? 0),
            Version = record.Number("version") ?? 0,
            LeaseOwner = record.OptionalText("leaseOwner"),
            LeaseUntil = record.Time("leaseUntil"),
        };
        return ScheduleJson.Read(record, bare);
    }

    private static Finding Finding(JsonElement finding) => new()
    {
        Id = finding.Text("id"),
        Source = finding.Text("source"),
        Type = finding.Text("type"),
        Severity = new Severity(finding.Member("severity") is { ValueKind: JsonValueKind.Number } severity ? severity.GetDouble() : throw StrictJson.Missing("severity")),
        Account = finding.Text("account"),
        Region = finding.Text("region"),
        Partition = finding.Text("partition"),
        Resources = finding.Each("resources", Resource),
        Actor = finding.Given("actor") is { } a
            ? new Actor(a.OptionalText("remoteIp"), a.OptionalText("country"), a.OptionalText("organization"), a.OptionalText("domain"), a.OptionalText("principal"), a.OptionalText("api"))
            {
                IsAnonymous = a.Flag("isAnonymous"),
                OtherIps = a.Texts("otherIps"),
                Ports = [.. a.Texts("ports").Select(p => int.Parse(p, CultureInfo.InvariantCulture))],
            }
            : null,
        Role = (ResourceRole)RecordWords.Roles.Read(finding.Text("role")),
        Direction = finding.OptionalText("direction") is { } direction ? (ConnectionDirection)RecordWords.Directions.Read(direction) : ConnectionDirection.Unspecified,
        Status = (FindingStatus)RecordWords.FindingStatuses.Read(finding.Text("status")),
        IsSample = finding.Flag("isSample"),
        UpdatedAt = finding.Time("updatedAt"),
        Count = (int)(finding.Number("count") ?? 1),
        Title = finding.OptionalText("title") ?? "",
        Description = finding.OptionalText("description") ?? "",
        Raw = finding.Text("raw"),
    };

    private static ResourceRef Resource(JsonElement resource) => new(resource.Text("kind"), resource.Text("id"), resource.OptionalText("arn"))
    {
        Involvement = (Involvement)RecordWords.Involvements.Read(resource.Text("involvement")),
        Details = resource.Map("details") ?? ImmutableDictionary<string, string>.Empty,
        Tags = resource.Map("tags"),
    };

    private static Verdict Verdict(JsonElement verdict)
    {
        var because = verdict.OptionalText("because") ?? "";
        return verdict.Text("is") switch
        {
            "proceed" => new Verdict.Proceed(),
            "observe" => new Verdict.Observe(because),
            "wait" => new Verdict.Wait(because),
            "needs-approval" => new Verdict.NeedsApproval(because),
            "refused" => new Verdict.Refused(because),
            var other => throw new JsonException($"unknown verdict '{other}'"),
        };
    }

    private static StepRecord Step(JsonElement step) =>
        new(step.Text("remediation"), (StepOutcome)RecordWords.Outcomes.Read(step.Text("outcome")), step.OptionalText("reason"), step.Texts("survivors"))
        {
            Uncontained = (int)(step.Number("uncontained") ?? 0),
            FollowUps = [.. step.Each("followUps", f => new FollowUp(f.Text("step"), f.Text("resource")))],
        };

    private static Approval Approval(JsonElement approval) => new()
    {
        Hash = approval.Text("hash"),
        AskedAt = approval.Time("askedAt") ?? throw StrictJson.Missing("askedAt"),
        ExpiresAt = approval.Time("expiresAt") ?? throw StrictJson.Missing("expiresAt"),
        Quorum = (int)(approval.Number("quorum") ?? throw StrictJson.Missing("quorum")),
        Default = (ExpiryDefault)RecordWords.Defaults.Read(approval.Text("default")),
        Because = approval.Text("because"),
        Changes = [.. approval.Each("changes", Change)],
        Differences = approval.Texts("differences"),
        Decisions = [.. approval.Each("decisions", d => new ApprovalDecision(
            (DecisionKind)RecordWords.Decisions.Read(d.Text("kind")), (DecisionWay)RecordWords.Ways.Read(d.Text("way")), d.Text("by"), d.Text("why"), d.Time("at") ?? throw StrictJson.Missing("at")))],
        AppliedAt = approval.Time("appliedAt"),
        HeldAt = approval.Time("heldAt"),
        IsMoot = approval.Flag("isMoot"),
    };

    private static ChangeRecord ChangeRecord(JsonElement record) => new(
        Change(record.Member("change")),
        (ChangeStatus)RecordWords.Statuses.Read(record.Text("status")),
        Value(record, "written"),
        Value(record, "readBack"),
        record.OptionalText("error"))
    {
        At = record.Time("at"),
        MidwayUntil = record.Time("midwayUntil"),
        Upon = Value(record, "upon"),
        Calls = record.Given("calls") is null ? null : record.Each("calls", c => new AwsCall(c.Text("service"), c.Text("operation"), c.OptionalText("requestId"), c.OptionalText("error"))),
    };

    private static Change Change(JsonElement change)
    {
        var target = change.Member("target");
        return new Change
        {
            Step = change.Text("step"),
            Attribute = change.Text("attribute"),
            Target = new Target(target.Text("kind"), target.Text("id")),
            Before = Value(change, "before") ?? throw StrictJson.Missing("before"),
            After = Value(change, "after") ?? throw StrictJson.Missing("after"),
            Phase = (Phase)RecordWords.Phases.Read(change.Text("phase")),
            Stage = (int)(change.Number("stage") ?? 0),
            Irreversible = change.Flag("irreversible"),
            Keep = change.Flag("keep"),
            Binds = change.OptionalText("binds"),
            Optional = change.Flag("optional"),
            Note = change.OptionalText("note"),
        };
    }

    private static ExecutionState State(JsonElement of, string name) => (ExecutionState)RecordWords.States.Read(of.Text(name));

    /// <summary>Null when it is not there; a null that is there says absent.</summary>
    private static AttributeValue? Value(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? AttributeValue.Parse(value.GetRawText()) : null;
}
