using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;

namespace Remediator.FaultMatrix.Scenarios.Ec2;

/// <summary>The instance of the samples, with everything that an instance can be tied to.</summary>
internal static class Instances
{
    public const string Sample = "guardduty/c2-activity.json";
    public const string Id = "i-0a1b2c3d4e5f60718";
    public const string Role = "web-server";

    private const string Vpc = "vpc-0a1b2c3d4e5f60718";
    private const string Web = "sg-0a1b2c3d4e5f60718";
    private const string Admin = "sg-0a1b2c3d4e5f60719";

    public static void Seed(SandboxAccount account)
    {
        account.AddVpc(Vpc, ipv6: true);
        account.AddSecurityGroup("web", Vpc, id: Web);
        account.AddSecurityGroup("admin", Vpc, id: Admin);
        account.AddInstance(Id, Vpc, groups: [Web], role: Role, volumes: 2, tags: new() { ["team"] = "shop" }).ShutdownBehavior = "terminate";
        account.AddNetworkInterface(Id, [Web, Admin], "eni-0a1b2c3d4e5f60719");
    }

    /// <summary>An Auto Scaling group, target groups by instance and by address, and an Elastic IP.</summary>
    public static void Surround(SandboxAccount account)
    {
        var primary = account.Region(RemediationScenario.Region).InterfacesOf(Id)[0];
        var byInstance = account.AddTargetGroup("by-instance", vpc: Vpc);
        var byAddress = account.AddTargetGroup("by-address", "ip", 8080, Vpc);
        byInstance.Targets.Add(new LoadBalancerTarget(Id, byInstance.Port));
        byAddress.Targets.Add(new LoadBalancerTarget(primary.PrivateIp, byAddress.Port, primary.AvailabilityZone));
        account.AddAutoScalingGroup("web", min: 0, desired: 2, targetGroups: [byInstance.Arn]).Members[Id] = new ScalingMember();
        var address = account.AddElasticIp();
        (address.AssociationId, address.NetworkInterfaceId, address.PrivateIp) = ("eipassoc-0a1b2c3d4e5f60718", primary.Id, primary.PrivateIp);
    }

    /// <summary>A rule for everybody, and one that goes beyond the port.</summary>
    public static void OpenSsh(SandboxAccount account)
    {
        var rules = account.Region(RemediationScenario.Region).SecurityGroups[Web].Rules;
        rules["sgr-0a1b2c3d4e5f60718"] = new SecurityGroupRule(false, "tcp", 22, 22) { CidrIpv4 = "0.0.0.0/0", Description = "from anywhere" };
        rules["sgr-0a1b2c3d4e5f60719"] = new SecurityGroupRule(false, "tcp", 0, 1024) { CidrIpv6 = "::/0" };
    }
}
