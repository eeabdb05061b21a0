using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Cli.Demo;

/// <summary>The sandbox account that the demo's three findings are about, and the action role that the engine assumes in it.</summary>
public static class DemoAccount
{
    public const string ActionRole = "RemediatorAction";
    public const string Region = "eu-west-1";

    /// <summary>Files below the playbooks folder, in the order of the demo.</summary>
    public static IReadOnlyList<string> Events { get; } =
    [
        "samples/guardduty/c2-activity.json",
        "samples/guardduty/access-key-exfiltration.json",
        "samples/config/bucket-public-read.json",
    ];

    /// <summary>Permissions are enforced, so the demo also shows that the generated policy is enough.</summary>
    public static SandboxOptions Options(TimeProvider clock) => new() { Region = Region, Clock = clock, EnforcePermissions = true };

    public static void Seed(SandboxAccount account, IEnumerable<Playbook> playbooks)
    {
        var vpc = account.AddVpc("vpc-0a1b2c3d4e5f60718");
        var web = account.AddSecurityGroup("web", vpc.Id, "Web servers", "sg-0a1b2c3d4e5f60718");
        var admin = account.AddSecurityGroup("admin", vpc.Id, "Administration", "sg-0a1b2c3d4e5f60719");
        var targets = account.AddTargetGroup("web", vpc: vpc.Id);
        account.AddInstance(
            "i-0a1b2c3d4e5f60718", vpc.Id, interfaces: 1, groups: [web.Id], role: "web-server", volumes: 2, elasticIp: true,
            targetGroups: [targets.Arn], tags: new() { ["Name"] = "web-1", ["team"] = "shop" });
        account.AddNetworkInterface("i-0a1b2c3d4e5f60718", [web.Id, admin.Id], "eni-0a1b2c3d4e5f60719");
        account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE"], new() { ["team"] = "finance" });
        account.AddBucket("example-finance-exports", isPublic: true, tags: new() { ["team"] = "finance" });

        var remediations = playbooks.SelectMany(p => p.AllSteps).Select(s => RemediationCatalogue.Get(s.Remediation)).Distinct();
        account.AddRole(ActionRole, policy: PermissionPolicy.ForRole(remediations, "aws", account.Id));
    }
}
