using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Remediator.Approvals;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Scheduling;

namespace Remediator.Tests.Execution.Ledgers;

public sealed class RecordJsonTests
{
    [Fact]
    public void A_record_survives_the_round_trip()
    {
        var record = Records.Instance();

        var json = RecordJson.Write(record);
        var read = RecordJson.ReadRecord(json);

        Assert.Equal(json, RecordJson.Write(read));
        Assert.Equal(record.Finding.Raw, read.Finding.Raw);
        Assert.Equal(record.Finding.Severity, read.Finding.Severity);
        Assert.Equal("web-1", read.Resource.Tags!["Name"]);
        Assert.Equal(record.Changes[0], read.Changes[0]);
        Assert.Equal([.. record.Steps[0].Survivors], read.Steps[0].Survivors.ToArray());
        Assert.Equal([.. record.Steps[0].FollowUps], read.Steps[0].FollowUps.ToArray());
        Assert.Equal(record.Verdict, read.Verdict);
    }

    public static TheoryData<Verdict> Verdicts =>
        [new Verdict.Proceed(), new Verdict.Observe("mode"), new Verdict.NeedsApproval("irreversible"), new Verdict.Refused("protected")];

    [Theory]
    [MemberData(nameof(Verdicts), DisableDiscoveryEnumeration = true)]
    public void Every_verdict_survives(Verdict verdict) =>
        Assert.Equal(verdict, RecordJson.ReadRecord(RecordJson.Write(Records.Instance() with { Verdict = verdict })).Verdict);

    [Fact]
    public void No_verdict_stays_none() =>
        Assert.Null(RecordJson.ReadRecord(RecordJson.Write(Records.Instance() with { Verdict = null })).Verdict);

    [Fact]
    public void A_written_absence_is_not_the_same_as_nothing_written()
    {
        var change = Records.Groups("eni-1", ["sg-1"]) with { Before = AttributeValue.Absent, After = Records.Structured };
        var record = Records.Instance() with
        {
            Changes = [new ChangeRecord(change), new ChangeRecord(change, ChangeStatus.Released, AttributeValue.Absent, Records.Structured)],
        };

        var read = RecordJson.ReadRecord(RecordJson.Write(record));

        Assert.Equal(record.Changes[0], read.Changes[0]);
        Assert.Equal(record.Changes[1], read.Changes[1]);
        Assert.Null(read.Changes[0].Written);
        Assert.True(read.Changes[1].Written!.Value.IsAbsent);
        Assert.Equal(Records.Structured.Json, read.Changes[0].Change.After.Json);
    }

    [Fact]
    public void Values_are_stored_as_the_json_that_they_are()
    {
        var json = JsonNode.Parse(RecordJson.Write(Records.Instance()))!;

        Assert.Equal("""["sg-111","sg-222"]""", json["changes"]![0]!["change"]!["before"]!.ToJsonString());
        Assert.Equal("Verified", (string?)json["changes"]![0]!["status"]);
        Assert.Equal("""{"is":"proceed"}""", json["verdict"]!.ToJsonString());
        Assert.Equal(8, (double)json["finding"]!["severity"]!);
    }

    [Fact]
    public void Names_never_change_since_tables_hold_them()
    {
        var json = JsonNode.Parse(RecordJson.Write(Records.Instance() with { Failure = "x", LeaseOwner = "w", LeaseUntil = Records.At }))!.AsObject();

        Assert.Equal(
            "id key state finding resource playbookTitle playbookVersion mode notify createdAt updatedAt plannedAt verdict steps changes failure unreadDeliveries version leaseOwner leaseUntil",
            string.Join(' ', json.Select(p => p.Key)));
        Assert.Equal("findingId playbook account region resourceKind resourceId", string.Join(' ', json["key"]!.AsObject().Select(p => p.Key)));
        Assert.Equal(
            "step attribute target before after phase stage irreversible keep optional",
            string.Join(' ', json["changes"]![0]!["change"]!.AsObject().Select(p => p.Key)));
    }

    [Fact]
    public void A_member_of_a_later_version_is_passed_over()
    {
        var json = JsonNode.Parse(RecordJson.Write(Records.Instance()))!.AsObject();
        json["addedLater"] = new JsonObject { ["x"] = 1 };

        Assert.Equal("ec2-3f9a1c", RecordJson.ReadRecord(json.ToJsonString()).Id);
    }

    [Fact]
    public void An_unknown_state_or_verdict_fails_loudly()
    {
        var json = RecordJson.Write(Records.Instance());

        Assert.Throws<JsonException>(() => RecordJson.ReadRecord(json.Replace("\"Verified\"", "\"Exploded\"", StringComparison.Ordinal)));
        Assert.Throws<JsonException>(() => RecordJson.ReadRecord(json.Replace("\"proceed\"", "\"maybe\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Broken_unicode_in_a_title_does_not_stop_the_save()
    {
        var record = Records.Instance() with { Finding = Records.Finding with { Title = "half a pair \ud800 end", Raw = "\udc00" } };

        Assert.Contains("end", RecordJson.ReadRecord(RecordJson.Write(record)).Finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outbox_entry_survives_the_round_trip()
    {
        var entry = Records.Entry(Records.Instance(), NoticeKind.ReleaseDrifted);

        var read = RecordJson.ReadEntry(RecordJson.Write(entry));

        Assert.Equal((entry.Id, entry.Kind, entry.Record.Id), (read.Id, read.Kind, read.Record.Id));
        Assert.Equal([.. entry.Channels], read.Channels.ToArray());
    }

    /// <summary>Members are written by hand: one that is added and not written would be lost.</summary>
    [Theory]
    [InlineData(typeof(ExecutionRecord))]
    [InlineData(typeof(ExecutionKey))]
    [InlineData(typeof(Finding))]
    [InlineData(typeof(Actor))]
    [InlineData(typeof(ResourceRef))]
    [InlineData(typeof(StepRecord))]
    [InlineData(typeof(ChangeRecord))]
    [InlineData(typeof(Change))]
    [InlineData(typeof(Target))]
    [InlineData(typeof(AwsCall))]
    [InlineData(typeof(Approval))]
    [InlineData(typeof(ApprovalDecision))]
    [InlineData(typeof(AuditEntry))]
    [InlineData(typeof(TimedRelease))]
    [InlineData(typeof(DueWork))]
    [InlineData(typeof(StateChange))]
    [InlineData(typeof(AuditedNews))]
    [InlineData(typeof(OutboxEntry))]
    public void Every_member_is_stored_and_read(Type type)
    {
        var record = Whole();
        var entry = Records.Entry(record, NoticeKind.Contained);
        var audit = AuditEntry.Of(record with { Trail = [new StateChange(ExecutionState.Received, ExecutionState.Planned, Records.At)] }, [entry], Records.At) with { Record = record };

        var json = RecordJson.Write(audit);
        var names = type.GetProperties()
            .Where(p => p.CanWrite && p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Select(p => $"\"{JsonNamingPolicy.CamelCase.ConvertName(p.Name)}\":");

        Assert.All(names, n => Assert.Contains(n, json + RecordJson.Write(entry), StringComparison.Ordinal));
        Assert.Equal(json, RecordJson.Write(RecordJson.ReadAudit(json)));
        Assert.Equal(RecordJson.Write(entry), RecordJson.Write(RecordJson.ReadEntry(RecordJson.Write(entry))));
    }

    /// <summary>With a value in every member.</summary>
    private static ExecutionRecord Whole()
    {
        var record = Records.Instance();
        var change = record.Changes[0].Change with { Stage = 2, Irreversible = true, Keep = true, Binds = "b", Optional = true, Note = "n" };
        var resource = record.Resource with { Arn = "arn:x", Involvement = Involvement.Actor, Tags = ImmutableDictionary<string, string>.Empty.Add("t", "v") };
        return record with
        {
            Finding = record.Finding with
            {
                Actor = new Actor("1.2.3.4", "country", "organization", "domain", "principal", "api") { OtherIps = ["5.6.7.8"], Ports = [22, 3306] },
                Resources = [resource],
                Role = ResourceRole.Target,
                Direction = ConnectionDirection.Outbound,
                Status = FindingStatus.Suppressed,
                IsSample = true,
                UpdatedAt = Records.At,
                Count = 3,
            },
            Resource = resource,
            Mode = PlaybookMode.Approve,
            PlannedAt = Records.At,
            Corroboration = new Corroboration(true, "says"),
            Steps = [new StepRecord("isolate-instance", StepOutcome.NotApplicable, "reason", ["survivor"]) { Uncontained = 2, FollowUps = [new FollowUp("deny-user", "arn:aws:iam::111122223333:user/backup")] }],
            Changes = [new ChangeRecord(change, ChangeStatus.Drifted, Records.Structured, AttributeValue.Absent, "error") { MidwayUntil = DateTimeOffset.MaxValue, Upon = Records.Structured, Calls = [new AwsCall("EC2", "ModifyX", "id", "code")] }],
            Approval = new Approval
            {
                Hash = "hash",
                AskedAt = Records.At,
                ExpiresAt = Records.At,
                Quorum = 2,
                Default = ExpiryDefault.Proceed,
                Because = "because",
                Changes = [change],
                Differences = ["difference"],
                Decisions = [new ApprovalDecision(DecisionKind.Reject, DecisionWay.Slack, "by", "why", Records.At)],
                AppliedAt = Records.At,
                HeldAt = Records.At,
                IsMoot = true,
            },
            Failure = "failure",
            Release = new TimedRelease(TimeSpan.FromHours(72), TimeSpan.FromHours(4), Records.At) { Held = "held", Warning = "warning", By = "by", Why = "why", Ended = Records.At },
            Due = [new DueWork(DueKind.Release, Records.At, 2)],
            By = "by",
            Version = 7,
            LeaseOwner = "owner",
            LeaseUntil = Records.At,
        };
    }
}
