using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Playbooks;
using Remediator.Remediations.Isolation;

namespace Remediator.Benchmark;

/// <summary>Instances that talk to an attacker: two interfaces, a role, a volume, in a VPC whose quarantine group is prepared.</summary>
internal sealed class InstanceScenario(string root)
{
    public const string Region = "eu-west-1";
    public const string ActionRole = "RemediatorAction";
    public const string Table = "remediator";
    public const string QuarantineGroup = "sg-0000000000000dead";

    private const string Vpc = "vpc-0a1b2c3d4e5f60718";

    private readonly string _sample = File.ReadAllText(Path.Combine(root, "playbooks", "samples", "guardduty", "c2-activity.json"));

    /// <summary>The sample finding as it was recorded.</summary>
    public string Sample => _sample;

    /// <summary>The repository's playbooks; the one for instances acts.</summary>
    public ImmutableArray<Playbook> Playbooks() => new PlaybookLoader().LoadFolder(Path.Combine(root, "playbooks")) switch
    {
        PlaybookLoadResult.Loaded loaded => [.. loaded.Files.Select(f => f.Playbook.Id == "ec2-compromised" ? f.Playbook with { Mode = PlaybookMode.Enforce, Limits = null } : f.Playbook)],
        PlaybookLoadResult.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Faults)),
        var other => throw new InvalidOperationException($"unknown load result {other.GetType().Name}"),
    };

    public static string InstanceId(int n) => $"i-{0xbe0000000 + n:x17}";

    public static void Seed(SandboxAccount account, int instances)
    {
        var vpc = account.AddVpc(Vpc);
        var web = account.AddSecurityGroup("web", vpc.Id);
        account.AddSecurityGroup(
            QuarantineChoice.UsualName, vpc.Id, id: QuarantineGroup, tags: new() { [EngineTags.Role] = EngineTags.Quarantine }, rules: []);
        account.AddRole(ActionRole);
        for (var n = 0; n < instances; n++)
        {
            account.AddInstance(InstanceId(n), vpc.Id, interfaces: 2, groups: [web.Id], role: RoleOf(n), volumes: 1);
        }
    }

    /// <summary>An SQS batch with one finding for each of these instances.</summary>
    public byte[] Event(params ReadOnlySpan<int> instances)
    {
        var records = new JsonArray();
        foreach (var n in instances)
        {
            records.Add(new JsonObject
            {
                ["messageId"] = $"00000000-0000-4000-8000-{n:x12}",
                ["receiptHandle"] = "handle",
                ["body"] = Finding(n),
                ["attributes"] = new JsonObject { ["ApproximateReceiveCount"] = "1" },
                ["messageAttributes"] = new JsonObject(),
                ["eventSource"] = "aws:sqs",
                ["eventSourceARN"] = $"arn:aws:sqs:{Region}:111122223333:findings",
                ["awsRegion"] = Region,
            });
        }

        return System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["Records"] = records }.ToJsonString());
    }

    /// <summary>Whether both interfaces of the instance are in the quarantine group and in no other.</summary>
    public static bool IsContained(SandboxAccount account, int n) =>
        account.Region(Region).InterfacesOf(InstanceId(n)) is { Count: 2 } interfaces && interfaces.All(i => i.Groups.SetEquals([QuarantineGroup]));

    private static string RoleOf(int n) => $"web-server-{n.ToString(CultureInfo.InvariantCulture)}";

    private string Finding(int n) => _sample
        .Replace("i-0a1b2c3d4e5f60718", InstanceId(n), StringComparison.Ordinal)
        .Replace("60ba1c8f2d3e4a5b6c7d8e9f0a1b2001", $"{n:x32}", StringComparison.Ordinal)
        .Replace("instance-profile/web-server", $"instance-profile/{RoleOf(n)}", StringComparison.Ordinal);
}
