using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Tests.Support;

/// <summary>Executions to test with.</summary>
public static class Records
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    /// <summary>A compromised instance with two interfaces, isolated and read back.</summary>
    public static ExecutionRecord Instance(string id = "ec2-3f9a1c", DateTimeOffset? created = null) => new()
    {
        Id = id,
        Key = new ExecutionKey("arn:aws:guardduty:eu-central-1:111122223333:detector/d1/finding/f1", "ec2-compromised", "111122223333", "eu-central-1", ResourceKinds.Instance, "i-0abc123"),
        State = ExecutionState.Verified,
        Finding = Finding,
        Resource = Finding.Resources[0],
        PlaybookTitle = "Isolate an EC2 instance that acts for an attacker",
        PlaybookVersion = "5d41402a",
        Mode = PlaybookMode.Enforce,
        Notify = ["slack", "email"],
        CreatedAt = created ?? At,
        UpdatedAt = (created ?? At) + TimeSpan.FromSeconds(2),
        PlannedAt = (created ?? At) + TimeSpan.FromSeconds(1),
        Verdict = new Verdict.Proceed(),
        Steps =
        [
            new StepRecord("isolate-instance", StepOutcome.Planned, null, ["Connections that were tracked before survive until they are idle."]),
            new StepRecord("snapshot-volumes", StepOutcome.NotApplicable, "The instance has no EBS volume.", []),
        ],
        Changes =
        [
            Verified(Groups("eni-0aaa", ["sg-111", "sg-222"])),
            Verified(Groups("eni-0bbb", ["sg-111"])),
        ],
    };

    public static Finding Finding { get; } = new()
    {
        Id = "arn:aws:guardduty:eu-central-1:111122223333:detector/d1/finding/f1",
        Source = "guardduty",
        Type = "Backdoor:EC2/C&CActivity.B!DNS",
        Severity = new Severity(8),
        Account = "111122223333",
        Region = "eu-central-1",
        Partition = "aws",
        Resources =
        [
            new ResourceRef(ResourceKinds.Instance, "i-0abc123", "arn:aws:ec2:eu-central-1:111122223333:instance/i-0abc123")
            {
                Details = ImmutableDictionary<string, string>.Empty.Add(ResourceDetails.InstanceProfileArn, "arn:aws:iam::111122223333:instance-profile/web"),
                Tags = ImmutableDictionary<string, string>.Empty.Add("Name", "web-1"),
            },
        ],
        Actor = new Actor("198.51.100.7", "Nowhere", "Example Hosting", "c2.example.com"),
        Role = ResourceRole.Actor,
        UpdatedAt = At - TimeSpan.FromMinutes(5),
        Count = 3,
        Title = "EC2 instance i-0abc123 is querying a domain of a command and control server.",
        Description = "The instance asks for c2.example.com.",
        Raw = """{"id":"f1"}""",
    };

    public static Change Groups(string networkInterface, string[] before) => new()
    {
        Step = "isolate-instance",
        Attribute = "NetworkInterfaceGroups",
        Target = new Target(ResourceKinds.NetworkInterface, networkInterface),
        Before = AttributeValue.OfSet(before),
        After = AttributeValue.OfSet(["sg-999"]),
        Phase = Phase.Contain,
        Stage = 1,
    };

    public static ChangeRecord Verified(Change change) => new(change, ChangeStatus.Verified, change.After, change.After);

    public static OutboxEntry Entry(ExecutionRecord record, NoticeKind kind = NoticeKind.Contained, params string[] channels) =>
        new($"{record.Id}-{kind}", kind, channels.Length == 0 ? record.Notify : [.. channels], record);

    /// <summary>A value with an object, to see that its JSON survives.</summary>
    public static AttributeValue Structured { get; } =
        AttributeValue.Of(JsonNode.Parse("""{"b":[1,2.50,null,"é<&>"],"a":{"Statement":"${aws:userid}"}}"""));
}
