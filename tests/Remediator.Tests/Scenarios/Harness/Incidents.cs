using System.Text.Json;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Playbooks;
using Remediator.Remediations.Isolation;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios.Harness;

/// <summary>The flagship incidents and their variants.</summary>
internal static class Incidents
{
    public const string Vpc = "vpc-0a1b2c3d4e5f60718";
    public const string Web = "sg-0a1b2c3d4e5f60718";
    public const string Admin = "sg-0a1b2c3d4e5f60719";
    public const string WideRule = "sgr-0a1b2c3d4e5f60718";
    public const string SecondInterface = "eni-0a1b2c3d4e5f60719";
    public const string InstanceRole = "web-server";
    public const string ScalingGroup = "web";
    public const string User = "alice";
    public const string Key = "AKIAIOSFODNN7EXAMPLE";
    public const string OtherKey = "AKIAI44QH8DHBEXAMPLE";
    public const string Bucket = "example-finance-exports";

    /// <summary>Two interfaces with different groups, no quarantine group yet; only isolated.</summary>
    public static Incident Instance { get; } = new("instance", "guardduty/c2-activity.json", SeedInstance, InstanceProblems) { Steps = [Step("isolate-instance", """{"flows":"cut"}""")] };

    /// <summary>As the infrastructure stack leaves a VPC behind.</summary>
    public static Incident PreparedInstance { get; } = Instance.With(
        "instance in a prepared VPC",
        a => a.AddSecurityGroup(QuarantineChoice.UsualName, Vpc, tags: new() { [EngineTags.Role] = EngineTags.Quarantine }, rules: []));

    /// <summary>The whole shipped playbook, on an instance with everything that an instance can be tied to.</summary>
    public static Incident CompromisedInstance { get; } = Instance.With("ec2-compromised", Surround) with { Steps = [] };

    /// <summary>SSH is open to everybody by a rule that goes beyond it, so that closing it takes three calls.</summary>
    public static Incident ExposedInstance { get; } = Instance.With(
        "exposed instance", a => a.Region(Some.Region).SecurityGroups[Web].Rules[WideRule] = new SecurityGroupRule(false, "tcp", 0, 1024) { CidrIpv4 = "0.0.0.0/0" }) with
    {
        Steps = [Step("close-exposed-port", """{"ports":[22]}""")],
        Problems = (a, _) => a.Region(Some.Region).SecurityGroups[Web].Rules.ContainsKey(WideRule) ? ["SSH is open"] : [],
    };

    /// <summary>The key of the finding; the user has another one.</summary>
    public static Incident AccessKey { get; } = new("access key", "guardduty/access-key-exfiltration.json", a => a.AddUser(User, [Key, OtherKey], new() { ["team"] = "finance" }), KeyProblems);

    /// <summary>Both keys of the user.</summary>
    public static Incident AllAccessKeys { get; } = AccessKey with { Name = "all access keys", Steps = [Step("disable-access-keys", """{"keys":"all"}""")] };

    /// <summary>A bucket without any Block Public Access configuration.</summary>
    public static Incident PublicBucket { get; } = new(
        "public bucket", "guardduty/public-bucket.json", a => a.AddBucket(Bucket, isPublic: true, tags: new() { ["team"] = "finance" }), BucketProblems);

    public static Incident HalfBlockedBucket { get; } = PublicBucket with
    {
        Name = "half-blocked bucket",
        Sample = "config/bucket-public-read.json",
        Seed = a => a.AddBucket(Bucket, new PublicAccessBlock(true, true, false, false), isPublic: true),
    };

    public static IReadOnlyList<Incident> Flagships { get; } =
        [Instance, PreparedInstance, CompromisedInstance, AccessKey, AllAccessKeys, PublicBucket, HalfBlockedBucket];

    public static Incident Named(string name) => Flagships.Single(i => i.Name == name);

    public static IEnumerable<SecurityGroup> QuarantineGroups(SandboxAccount account) =>
        account.Region(Some.Region).SecurityGroups.Values.Where(g => g.Tags.GetValueOrDefault(EngineTags.Role) == EngineTags.Quarantine);

    private static PlaybookStep Step(string name, string options) => new(name, JsonElement.Parse(options));

    private static void SeedInstance(SandboxAccount account)
    {
        account.AddVpc(Vpc, ipv6: true);
        account.AddSecurityGroup("web", Vpc, id: Web);
        account.AddSecurityGroup("admin", Vpc, id: Admin);
        account.AddInstance(Some.InstanceId, Vpc, groups: [Web], role: InstanceRole, volumes: 2, tags: new() { ["team"] = "shop" });
        account.AddNetworkInterface(Some.InstanceId, [Web, Admin], SecondInterface);
    }

    /// <summary>An Auto Scaling group, target groups by instance and by address, and an Elastic IP.</summary>
    private static void Surround(SandboxAccount account)
    {
        var here = account.Region(Some.Region);
        var primary = here.InterfacesOf(Some.InstanceId)[0];
        var byInstance = account.AddTargetGroup("by-instance", vpc: Vpc);
        var byAddress = account.AddTargetGroup("by-address", "ip", 8080, Vpc);
        byInstance.Targets.Add(new LoadBalancerTarget(Some.InstanceId, byInstance.Port));
        byAddress.Targets.Add(new LoadBalancerTarget(primary.PrivateIp, byAddress.Port, primary.AvailabilityZone));
        account.AddAutoScalingGroup(ScalingGroup, min: 0, desired: 2, targetGroups: [byInstance.Arn]).Members[Some.InstanceId] = new ScalingMember();
        var address = account.AddElasticIp();
        (address.AssociationId, address.NetworkInterfaceId, address.PrivateIp) = ("eipassoc-0a1b2c3d4e5f60718", primary.Id, primary.PrivateIp);
    }

    private static IEnumerable<string> InstanceProblems(SandboxAccount account, ExecutionRecord record)
    {
        var here = account.Region(Some.Region);
        var quarantine = QuarantineGroups(account).ToList();
        if (quarantine is not [{ Rules.Count: 0 }])
        {
            yield return $"quarantine groups: {string.Join(", ", quarantine.Select(g => $"{g.Id} with {g.Rules.Count} rules"))}";
        }

        foreach (var found in here.InterfacesOf(Some.InstanceId).Where(i => !i.Groups.SetEquals(quarantine.Select(g => g.Id))))
        {
            yield return $"{found.Id} is in {string.Join(", ", found.Groups)}";
        }

        var interfaces = here.InterfacesOf(Some.InstanceId).Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        if (here.Addresses.Values.Any(a => a.NetworkInterfaceId is { } id && interfaces.Contains(id)))
        {
            yield return "the Elastic IP is still there";
        }

        var optional = BestEffortProblems(here).Where(p => !record.Steps.Any(s => s.Survivors.Any(t => t.Contains($"{p.Unread} could not be read", StringComparison.Ordinal))));
        foreach (var (attribute, problem, _) in optional.Where(p => !record.Changes.Any(c => c.Change.Attribute == p.Attribute && c is { Status: ChangeStatus.Failed, Error: not null })))
        {
            yield return $"{problem}, and the record does not say so ({attribute})";
        }

        if (record.Steps.Any(s => s.Remediation == "cut-role-sessions") && account.Roles[InstanceRole].Policies.Keys.Count(p => p.StartsWith(RoleSessionCutoff.PolicyPrefix, StringComparison.Ordinal)) != 1)
        {
            yield return $"policies of the role: {string.Join(", ", account.Roles[InstanceRole].Policies.Keys)}";
        }

        if (record.Steps.Any(s => s.Remediation == "snapshot-volumes")
            && !here.Snapshots.Values.Select(s => s.VolumeId).Order(StringComparer.Ordinal).SequenceEqual(here.Instances[Some.InstanceId].BlockDevices.Select(b => b.VolumeId).Order(StringComparer.Ordinal)))
        {
            yield return $"snapshots of {string.Join(", ", here.Snapshots.Values.Select(s => s.VolumeId))}";
        }
    }

    private static IEnumerable<(string Attribute, string Problem, string Unread)> BestEffortProblems(SandboxRegion here)
    {
        if (here.AutoScalingGroups.Values.Any(g => g.Members[Some.InstanceId].LifecycleState != "Standby"))
        {
            yield return (nameof(AutoScalingLifecycle), "not in standby", "Auto Scaling");
        }

        if (here.TargetGroups.Values.Any(g => g.Targets.Count > 0))
        {
            yield return (nameof(TargetRegistration), "still registered", "Load balancers");
        }

        if (here.Instances[Some.InstanceId] is { Spot: false, DisableApiTermination: false })
        {
            yield return (nameof(TerminationProtection), "not protected from termination", "Termination protection");
        }

        if (here.Instances[Some.InstanceId] is { Spot: false, ShutdownBehavior: not ShutdownBehavior.Stop })
        {
            yield return (nameof(ShutdownBehavior), "terminated by a shutdown from inside", "Shutdown behaviour");
        }

        if (here.Instances[Some.InstanceId].BlockDevices.Exists(d => d.DeleteOnTermination))
        {
            yield return (nameof(VolumeDeletion), "a volume is deleted with it", "EBS volumes");
        }
    }

    private static IEnumerable<string> KeyProblems(SandboxAccount account, ExecutionRecord record)
    {
        var user = account.Users[User];
        foreach (var change in record.Changes.Where(c => c.Change.Attribute == nameof(AccessKeyStatus)))
        {
            if (user.AccessKeys[change.Change.Target.Id.Split('/')[1]].Status != "Inactive")
            {
                yield return $"{change.Change.Target} is not inactive";
            }
        }

        if (user.AccessKeys[Key].Status != "Inactive")
        {
            yield return "the key of the finding is not inactive";
        }

        if (user.Policies.Count != 1 || !user.Policies.Values.Single().Contains("\"Effect\":\"Deny\"", StringComparison.Ordinal))
        {
            yield return $"policies of the user: {string.Join(", ", user.Policies)}";
        }
    }

    private static IEnumerable<string> BucketProblems(SandboxAccount account, ExecutionRecord record)
    {
        if (account.Buckets[Bucket].PublicAccessBlock != PublicAccessBlock.All)
        {
            yield return $"{account.Buckets[Bucket].PublicAccessBlock?.ToString() ?? "no flags"}";
        }
    }
}
