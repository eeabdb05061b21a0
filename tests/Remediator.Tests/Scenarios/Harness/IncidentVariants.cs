using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Remediations.Isolation;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios.Harness;

/// <summary>Incidents that lead to other calls than the flagships do.</summary>
internal static class IncidentVariants
{
    public static Incident Spot { get; } = Incidents.Instance with
    {
        Name = "spot instance",
        Seed = a =>
        {
            a.AddVpc(Incidents.Vpc);
            a.AddInstance(Some.InstanceId, Incidents.Vpc, spot: true);
        },
    };

    /// <summary>A group of the engine's that was never emptied, and that somebody added an ingress rule to.</summary>
    public static Incident HalfBuiltGroup { get; } = Incidents.Instance.With("half-built quarantine group", a =>
    {
        var vpc = a.Region(Some.Region).Vpcs[Incidents.Vpc];
        a.AddSecurityGroup(
            QuarantineChoice.UsualName, vpc.Id, tags: new() { [EngineTags.Role] = EngineTags.Quarantine },
            rules: [.. SecurityGroupRule.Defaults(vpc), SecurityGroupRule.Defaults(vpc).First() with { IsEgress = false }]);
    });

    public static Incident ScalingGroupAtMinimum { get; } = Incidents.Instance.With(
        "Auto Scaling group at its minimum",
        a => a.AddAutoScalingGroup(Incidents.ScalingGroup, min: 1, desired: 1).Members[Some.InstanceId] = new ScalingMember());

    /// <summary>An address that EC2 assigned at launch.</summary>
    public static Incident AssignedAddress { get; } = Incidents.Instance.With(
        "auto-assigned address", a => a.Region(Some.Region).InterfacesOf(Some.InstanceId)[0].AutoPublicIp = "203.0.113.200");

    /// <summary>The finding names the key alone.</summary>
    public static Incident KeyWithoutUser { get; } = Incidents.AccessKey with
    {
        Name = "key without user",
        Adapt = (_, finding) => finding with { Resources = [.. finding.Resources.Select(r => r with { Details = r.Details.Remove(ResourceDetails.UserName) })] },
    };

    public static Incident UserWithPath { get; } = Incidents.AccessKey with
    {
        Name = "user with a path",
        Seed = a => a.AddUser(Incidents.User, [Incidents.Key, Incidents.OtherKey], path: "/ops/"),
    };

    /// <summary>Credentials of an instance's role, used outside.</summary>
    public static Incident RoleSession { get; } = new(
        "role session", "guardduty/role-credential-exfiltration.json", a => a.AddRole(Incidents.InstanceRole), (_, _) => [])
    {
        Adapt = (account, finding) => finding with
        {
            Resources = [.. finding.Resources.Where(r => r.Kind != ResourceKinds.Instance).Select(r => r with { Details = r.Details.SetItem(ResourceDetails.PrincipalId, $"{account.Roles[Incidents.InstanceRole].Id}:{Some.InstanceId}") })],
        },
    };

    public static Incident RoleWithPath { get; } = RoleSession with { Name = "role with a path", Seed = a => a.AddRole(Incidents.InstanceRole, "/ops/") };

    public static Incident VulnerableInstance { get; } = new(
        "vulnerable instance", "inspector2/vulnerable-instance.json", a => a.AddInstance(Some.InstanceId), (_, _) => []);

    public static IReadOnlyList<Incident> All { get; } =
        [Spot, HalfBuiltGroup, ScalingGroupAtMinimum, AssignedAddress, KeyWithoutUser, UserWithPath, RoleSession, RoleWithPath, VulnerableInstance];
}
