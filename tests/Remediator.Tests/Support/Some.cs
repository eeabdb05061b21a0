using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Tests.Support;

/// <summary>Builders of valid objects; a test says only what it is about.</summary>
internal static class Some
{
    public const string Account = "111122223333";
    public const string Region = "eu-west-1";
    public const string InstanceId = "i-0a1b2c3d4e5f60718";

    public static DateTimeOffset Time { get; } = new(2026, 11, 1, 3, 0, 0, TimeSpan.Zero);

    public static Finding Finding(params ResourceRef[] resources) => new()
    {
        Id = $"arn:aws:guardduty:{Region}:{Account}:detector/d/finding/f1",
        Source = "guardduty",
        Type = "Backdoor:EC2/C&CActivity.B",
        Severity = new Severity(8),
        Account = Account,
        Region = Region,
        Partition = "aws",
        Role = ResourceRole.Actor,
        Title = "The instance talks to a command and control server",
        Resources = resources.Length == 0 ? [Instance()] : resources,
        Raw = "{}",
    };

    public static ResourceRef Instance(string id = InstanceId) => new(ResourceKinds.Instance, id, $"arn:aws:ec2:{Region}:{Account}:instance/{id}");

    public static Playbook Playbook(params string[] steps) => new()
    {
        Id = "ec2-compromised",
        Title = "Isolate an EC2 instance that acts for an attacker",
        On = [new Trigger { Source = "guardduty" }],
        Mode = PlaybookMode.Enforce,
        Steps = [.. steps.Select(s => new PlaybookStep(s))],
        Notify = ["slack", "email"],
        Version = "v1",
    };

    public static Change Change(string before = "a", string after = "b") => new()
    {
        Step = "isolate-instance",
        Attribute = "NetworkInterfaceGroups",
        Target = new Target(ResourceKinds.NetworkInterface, "eni-1"),
        Before = AttributeValue.Of(before),
        After = AttributeValue.Of(after),
        Phase = Phase.Contain,
    };

    public static TagReading Tags(params (string Key, string Value)[] tags) =>
        new TagReading.Known(tags.ToImmutableDictionary(t => t.Key, t => t.Value));
}
