using Remediator.Approvals;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Scheduling;

namespace Remediator.Tests.Support;

/// <summary>One example of every kind of news, put into words.</summary>
public static class Notices
{
    private static readonly NoticeRenderer Renderer = new(name => name == "NetworkInterfaceGroups" ? new Groups() : null);

    public static Notice Of(NoticeKind kind) => kind switch
    {
        NoticeKind.ApprovalNeeded => Render(kind, Example(kind)) with { Decision = new NoticeDecision("ec2-3f9a1c|5d41402a|1772334000", "https://abc.lambda-url.eu-central-1.on.aws/decide?t=1.a", "https://abc.lambda-url.eu-central-1.on.aws/decide?t=1.r") },
        NoticeKind.ReleaseSoon => Render(kind, Example(kind)) with { ExtendButton = "ec2-3f9a1c|1772593200" },
        _ => Render(kind, Example(kind)),
    };

    /// <summary>A question for two people, open for four hours.</summary>
    public static Approval Asked(DateTimeOffset at) => new()
    {
        Hash = "5d41402abc4b2a76b9719d911017c592ae1f4fb0b3a1c0f7b8d9e6c5a4b3c2d1",
        AskedAt = at,
        ExpiresAt = at + TimeSpan.FromHours(4),
        Quorum = 2,
        Default = ExpiryDefault.Reject,
        Because = "a change cannot be undone",
        Changes = [],
    };

    private static Approval Granted(ExecutionRecord planned) => Asked(Records.At) with
    {
        Quorum = 1,
        Changes = [.. planned.Changes.Select(c => c.Change)],
        Decisions = [new ApprovalDecision(DecisionKind.Approve, DecisionWay.Slack, "slack:U0123 (alice)", "", Records.At.AddMinutes(10))],
    };

    public static Notice Render(NoticeKind kind, ExecutionRecord record) => Renderer.Render(Records.Entry(record, kind));

    private static ExecutionRecord Example(NoticeKind kind)
    {
        var done = Records.Instance();
        var planned = done with { Changes = [.. done.Changes.Select(c => new ChangeRecord(c.Change))] };
        return kind switch
        {
            NoticeKind.Contained => done,
            NoticeKind.WouldRespond => planned with { State = ExecutionState.Observed, Mode = PlaybookMode.Observe, Verdict = new Verdict.Observe("the playbook's mode is observe") },
            NoticeKind.Reported => planned with { State = ExecutionState.Observed, Mode = PlaybookMode.Observe, Steps = [], Changes = [], Verdict = new Verdict.Observe("GuardDuty sees an attempt, not a success") },
            NoticeKind.ApprovalNeeded => planned with
            {
                State = ExecutionState.AwaitingApproval,
                Verdict = new Verdict.NeedsApproval("a change cannot be undone"),
                Approval = Asked(Records.At) with
                {
                    Changes = [.. planned.Changes.Select(c => c.Change)],
                    Differences = ["security groups of AWS::EC2::NetworkInterface eni-0bbb now is sg-111, and was sg-222"],
                },
                Changes = [planned.Changes[0], planned.Changes[1] with { Change = planned.Changes[1].Change with { Irreversible = true } }],
            },
            NoticeKind.ApprovalHeld => planned with
            {
                State = ExecutionState.AwaitingApproval,
                Verdict = new Verdict.Wait("in 7 deliveries the controls could not be read, so it may be paused, exempt or protected: Throttled"),
                Approval = Granted(planned),
            },
            NoticeKind.ApprovalLapsed => planned with
            {
                State = ExecutionState.AwaitingApproval,
                Verdict = new Verdict.NeedsApproval("in 7 deliveries the controls could not be read, so it may be paused, exempt or protected: Throttled"),
                Approval = Granted(planned),
            },
            NoticeKind.BudgetUsedUp => planned with
            {
                State = ExecutionState.AwaitingApproval,
                Verdict = new Verdict.NeedsApproval("the budget is used up until 2026-03-01 04:00 UTC: at most 5 executions that change something per 1h and account (limits of playbook ec2-compromised)"),
            },
            NoticeKind.Refused => planned with { State = ExecutionState.Refused, Verdict = new Verdict.Refused("the resource carries the protected tag remediator=exempt") },
            NoticeKind.Failed => done with
            {
                State = ExecutionState.Failed,
                Changes =
                [
                    done.Changes[0],
                    done.Changes[1] with
                    {
                        Status = ChangeStatus.Failed, ReadBack = AttributeValue.OfSet(["sg-111", "sg-999"]), Error = "wanted [\"sg-999\"]",
                    },
                ],
                Failure = "isolate-instance, NetworkInterfaceGroups of AWS::EC2::NetworkInterface eni-0bbb: wanted [\"sg-999\"]",
            },
            NoticeKind.InProgress => done with
            {
                State = ExecutionState.Applied,
                Changes = [done.Changes[0], done.Changes[1] with { Status = ChangeStatus.Applied, ReadBack = null, Error = "AWS is still bringing it into force" }],
                Failure = "isolate-instance, NetworkInterfaceGroups of AWS::EC2::NetworkInterface eni-0bbb: AWS is still bringing it into force",
            },
            NoticeKind.UndoneOutside => done with
            {
                State = ExecutionState.Drifted,
                Changes = [done.Changes[0], done.Changes[1] with { Status = ChangeStatus.Drifted, ReadBack = AttributeValue.OfSet(["sg-111"]) }],
            },
            NoticeKind.Released => done with
            {
                State = ExecutionState.Released,
                Changes = [.. done.Changes.Select(c => c with { Status = ChangeStatus.Released, ReadBack = c.Change.Before })],
            },
            NoticeKind.ReleaseDrifted => done with
            {
                State = ExecutionState.Drifted,
                Changes = [done.Changes[0], done.Changes[1] with { Status = ChangeStatus.Drifted, ReadBack = AttributeValue.OfSet(["sg-777"]) }],
                Failure = "not released, and nothing was written: security groups of eni-0bbb are now sg-777",
            },
            NoticeKind.NotReleased => done with { Failure = "not released, and nothing was written: no credentials for account 111122223333: AccessDenied: not authorized to perform: sts:AssumeRole" },
            NoticeKind.ReleaseSoon => done with { Release = new TimedRelease(TimeSpan.FromHours(72), TimeSpan.FromHours(4), Records.At.AddHours(72)) },
            NoticeKind.ReleasePostponed => done with
            {
                Release = new TimedRelease(TimeSpan.FromHours(72), TimeSpan.FromHours(4), Records.At.AddHours(96)) { By = "arn:aws:iam::111122223333:user/alice", Why = "the forensics are not done" },
            },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no example"),
        };
    }

    /// <summary>Of an IAM user who left something behind, by names that try to break out; nothing was changed yet.</summary>
    public static Notice LeftBehind(NoticeKind kind)
    {
        var planned = Example(kind);
        return Render(kind, planned with
        {
            Steps =
            [
                .. planned.Steps,
                new StepRecord("find-persistence", StepOutcome.Planned, null,
                [
                    "Left by mallory: access key AKIAI44QH8DHBEXAMPLE / backup (CreateAccessKey at 2026-11-01 02:10 UTC): disable-access-keys on its user.",
                    "Left by mallory: role x`*_~<!channel> <https://evil.example|safe>\r\nTO UNDO rm -rf / (CreateRole at 2026-11-01 02:11 UTC): quarantine-role on it.",
                    .. Enumerable.Range(1, 18).Select(i => $"Left by mallory: user u{i} (CreateUser at 2026-11-01 02:12 UTC): deny-user on it."),
                    "3 more calls of mallory to IAM in the last 24 hours are not listed: see CloudTrail's event history.",
                ])
                {
                    FollowUps =
                    [
                        new FollowUp("disable-access-keys", "arn:aws:iam::111122223333:user/backup"),
                        new FollowUp("quarantine-role", "arn:aws:iam::111122223333:role/x`*_~<!channel>; reboot"),
                        .. Enumerable.Range(1, 18).Select(i => new FollowUp("deny-user", $"arn:aws:iam::111122223333:user/u{i}")),
                    ],
                },
            ],
        });
    }

    /// <summary>A finding whose every text tries to break out.</summary>
    public static ExecutionRecord Hostile()
    {
        const string Text = "x`*_~\r\nTO UNDO\n  rm -rf / <!channel> <@U1> @here @CHANNEL <https://evil.example|safe> &lt; \u001b[31mred\u001b[0m \u202Egnp\u2066 \u200B\u2028 \ud800";
        var finding = Records.Finding with { Title = Text, Type = Text, Account = Text, Region = Text, Actor = new Actor(Text, Text, Text, Text, Text, Text) };
        var resource = new ResourceRef(ResourceKinds.Bucket, Text) { Tags = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("Name", Text) };
        var change = Records.Groups(Text, [Text]) with { Note = Text, Before = AttributeValue.Of(Text), After = AttributeValue.Of(Text) };
        return Records.Instance() with
        {
            State = ExecutionState.Failed,
            Finding = finding,
            Resource = resource,
            PlaybookTitle = Text,
            Failure = Text,
            Steps = [new StepRecord(Text, StepOutcome.Unknown, Text, [Text])],
            Changes = [new ChangeRecord(change with { After = AttributeValue.Absent }, ChangeStatus.Failed, null, AttributeValue.Of(Text), Text)],
        };
    }

    private sealed class Groups : ResourceAttribute
    {
        public override string Label => "security groups";

        public override IReadOnlyList<Permission> ReadPermissions => [];

        public override IReadOnlyList<Permission> WritePermissions => [];

        public override Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) => throw new NotSupportedException();

        public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) => throw new NotSupportedException();

        public override string Describe(AttributeValue value) => value.ToNode() is System.Text.Json.Nodes.JsonArray ? string.Join(", ", value.ToStrings()) : value.ToString();
    }
}
