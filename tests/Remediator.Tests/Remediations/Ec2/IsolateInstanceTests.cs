using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Remediations.Isolation;

namespace Remediator.Tests.Remediations.Ec2;

/// <summary>The plan alone: no AWS.</summary>
public sealed class IsolateInstanceTests
{
    private const string Execution = "rx-0123456789abcdef0123";
    private const string Vpc = "vpc-1";

    private static readonly GroupFacts Prepared = new("sg-q", QuarantineChoice.UsualName, Vpc, IsOwn: true, []);

    private static readonly InstanceSurroundings Plain = new()
    {
        Instance = new InstanceFacts(Some.InstanceId, "running", IsSpot: false, HasProfile: false, ImmutableDictionary<string, string>.Empty),
        Interfaces = [new InterfaceFacts("eni-1", Vpc, ["sg-web"]), new InterfaceFacts("eni-2", Vpc, ["sg-db", "sg-admin"])],
        Groups = [Prepared],
        TerminationProtected = false,
        ShutdownBehavior = "terminate",
        Volumes = [new VolumeFacts("vol-root", "/dev/xvda", DeletedWithInstance: true), new VolumeFacts("vol-data", "/dev/sdf", DeletedWithInstance: false)],
    };

    [Fact]
    public void Moves_every_interface_into_the_prepared_group_and_records_all_groups_before()
    {
        var changes = Of(Planned(Plain), nameof(NetworkInterfaceGroups));

        Assert.Equal(["eni-1", "eni-2"], changes.Select(c => c.Target.Id));
        Assert.Equal(["""["sg-web"]""", """["sg-admin","sg-db"]"""], changes.Select(c => c.Before.Json));
        Assert.All(changes, c => Assert.Equal("""["sg-q"]""", c.After.Json));
    }

    [Fact]
    public void Uses_the_quarantine_group_of_the_vpc_that_an_interface_is_in()
    {
        var other = Prepared with { Id = "sg-other", VpcId = "vpc-2" };
        var plan = Planned(Plain with { Interfaces = [Plain.Interfaces[0], new InterfaceFacts("eni-2", "vpc-2", ["sg-x"])], Groups = [Prepared, other] });

        Assert.Equal(["""["sg-q"]""", """["sg-other"]"""], Of(plan, nameof(NetworkInterfaceGroups)).Select(c => c.After.Json));
        Assert.Equal(2, Of(plan, nameof(QuarantineGroup)).Count);
    }

    [Fact]
    public void Refers_to_a_group_that_is_yet_to_be_created_and_keeps_it_on_release()
    {
        var plan = Planned(Plain with { Groups = [] });

        var group = Assert.Single(Of(plan, nameof(QuarantineGroup)));
        Assert.True(group.Before.IsAbsent);
        Assert.True(group.Keep);
        Assert.Equal("vpc-1/remediator-quarantine", group.Target.Id);
        Assert.All(Of(plan, nameof(NetworkInterfaceGroups)), c =>
        {
            Assert.Equal([$"${{{group.Binds}}}"], c.After.ToStrings());
            Assert.Equal("the new quarantine group", new NetworkInterfaceGroups().Describe(c.After));
            Assert.True(c.Stage > group.Stage);
        });
    }

    [Fact]
    public void Finds_an_isolated_instance_already_compliant()
    {
        var plan = Planned(Plain with
        {
            Interfaces = [new InterfaceFacts("eni-1", Vpc, ["sg-q"])],
            AutoScaling = new AutoScalingFacts("web", "EnteringStandby"),
            TerminationProtected = true,
            ShutdownBehavior = "stop",
            Volumes = [new VolumeFacts("vol-root", "/dev/xvda", DeletedWithInstance: false)],
        });

        Assert.True(plan.AlreadyCompliant, string.Join("; ", plan.Changes.Where(c => !c.IsSatisfied)));
    }

    [Fact]
    public void Empties_its_own_group_that_has_rules()
    {
        var group = Assert.Single(Of(Planned(Plain with { Groups = [Prepared with { Rules = ["egress all 0.0.0.0/0"] }] }), nameof(QuarantineGroup)));

        Assert.False(group.IsSatisfied);
        Assert.Equal("sg-q without rules", new QuarantineGroup().Describe(group.After));
        Assert.Equal("sg-q with rules: egress all 0.0.0.0/0", new QuarantineGroup().Describe(group.Before));
    }

    [Theory]
    [InlineData(QuarantineChoice.UsualName)]
    [InlineData("Remediator-Quarantine")]
    public void Never_uses_a_group_of_the_same_name_that_it_did_not_make(string name)
    {
        var plan = Planned(Plain with { Groups = [Prepared with { Name = name, IsOwn = false }] });

        var group = Assert.Single(Of(plan, nameof(QuarantineGroup)));
        Assert.Equal($"vpc-1/remediator-quarantine-{Execution}", group.Target.Id);
        Assert.Contains("not Remediator's own", group.Note, StringComparison.Ordinal);
        Assert.DoesNotContain(Of(plan, nameof(NetworkInterfaceGroups)), c => c.After.ToStrings().Contains("sg-q"));
    }

    [Fact]
    public void Knows_no_plan_when_both_names_are_taken()
    {
        var plan = Plan(Plain with
        {
            Groups = [Prepared with { IsOwn = false }, new GroupFacts("sg-2", $"remediator-quarantine-{Execution}", Vpc, IsOwn: false, [])],
        });

        Assert.Contains("rename or delete", Assert.IsType<StepPlan.Unknown>(plan).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_auto_scaling_and_load_balancers_first_and_does_not_depend_on_it()
    {
        var plan = Planned(Plain with
        {
            AutoScaling = new AutoScalingFacts("web/blue", "InService"),
            Targets = [new TargetFacts("arn:tg", "10.0.0.5", 8080, "all")],
        });

        var standby = Assert.Single(Of(plan, nameof(AutoScalingLifecycle)));
        var target = Assert.Single(Of(plan, nameof(TargetRegistration)));
        var contained = Of(plan, nameof(NetworkInterfaceGroups));
        Assert.Equal(("InService", "Standby"), (standby.Before.ToString(), standby.After.ToString()));
        Assert.Equal("10.0.0.5:8080@arn:tg", target.Target.Id);
        Assert.Equal("""{"zone":"all"}""", target.Before.Json);
        Assert.True(target.After.IsAbsent);
        Assert.All([standby, target], c => Assert.True(c.Optional && contained.All(i => i.Stage > c.Stage)));
    }

    [Fact]
    public void Says_when_auto_scaling_may_still_terminate_the_instance()
    {
        var plan = Planned(Plain with { AutoScaling = new AutoScalingFacts("web", "Terminating:Wait") });

        Assert.Empty(Of(plan, nameof(AutoScalingLifecycle)));
        Assert.Contains(plan.Survivors, s => s.Contains("web", StringComparison.Ordinal) && s.Contains("Terminating:Wait", StringComparison.Ordinal));
    }

    [Fact]
    public void Takes_public_addresses_away_only_where_flows_are_cut()
    {
        var seen = Plain with
        {
            Interfaces = [new InterfaceFacts("eni-1", Vpc, ["sg-web"], PublicAddress: "203.0.113.9")],
            Addresses = [new AddressFacts("eipalloc-1", "198.51.100.7", "eni-1", "10.0.0.5")],
        };

        var cut = Planned(seen, OpenFlows.Cut);
        var eip = Assert.Single(Of(cut, nameof(AddressAssociation)));
        Assert.Equal("""{"networkInterface":"eni-1","privateIp":"10.0.0.5"}""", eip.Before.Json);
        Assert.Contains("203.0.113.9", Assert.Single(Of(cut, nameof(PublicAddressAssignment))).Note, StringComparison.Ordinal);
        Assert.All([.. Of(cut, nameof(AddressAssociation)), .. Of(cut, nameof(PublicAddressAssignment))], c => Assert.Equal(2, c.Stage));

        Assert.Equal(("60", true), (Assert.Single(Of(cut, nameof(ConnectionTrackingTimeout))).After.Json, Of(cut, nameof(ConnectionTrackingTimeout))[0].Optional));

        var keep = Planned(seen);
        Assert.Empty(Of(keep, nameof(ConnectionTrackingTimeout)));
        Assert.Empty(Of(keep, nameof(AddressAssociation)));
        Assert.Empty(Of(keep, nameof(PublicAddressAssignment)));
    }

    [Fact]
    public void Keeps_the_instance_and_its_volumes_as_evidence_after_it_is_contained_and_does_not_depend_on_it()
    {
        var plan = Planned(Plain, OpenFlows.Cut);
        var kept = plan.Changes.TakeLast(4).ToList();

        Assert.Equal([nameof(TerminationProtection), nameof(ShutdownBehavior), nameof(VolumeDeletion), nameof(VolumeDeletion)], kept.Select(c => c.Attribute));
        Assert.Equal(("terminate", "stop"), (kept[1].Before.ToString(), kept[1].After.ToString()));
        Assert.Equal([$"{Some.InstanceId}/vol-root//dev/xvda", $"{Some.InstanceId}/vol-data//dev/sdf"], kept[2..].Select(c => c.Target.Id));
        Assert.Equal([false, true], kept[2..].Select(c => c.IsSatisfied));
        Assert.All(kept, k => Assert.True(k.Optional && plan.Changes.Except(kept).All(c => c.Stage < k.Stage)));
    }

    [Fact]
    public void Keeps_the_volumes_of_a_spot_instance_and_says_what_can_not_be_kept()
    {
        var spot = Planned(Plain with { Instance = Plain.Instance! with { IsSpot = true } });

        Assert.Empty(Of(spot, nameof(TerminationProtection)));
        Assert.Empty(Of(spot, nameof(ShutdownBehavior)));
        Assert.Equal(2, Of(spot, nameof(VolumeDeletion)).Count);
        Assert.Contains(spot.Survivors, s => s.Contains("Spot", StringComparison.Ordinal) && s.Contains("shutdown from inside", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_that_a_shutdown_ends_an_instance_on_an_instance_store()
    {
        var plan = Planned(Plain with { Instance = Plain.Instance! with { HasInstanceStoreRoot = true } });

        Assert.Empty(Of(plan, nameof(ShutdownBehavior)));
        Assert.Contains(plan.Survivors, s => s.Contains("instance store", StringComparison.Ordinal));
    }

    [Fact]
    public void Leaves_a_shutdown_behaviour_that_it_does_not_know() => Assert.Empty(Of(Planned(Plain with { ShutdownBehavior = null }), nameof(ShutdownBehavior)));

    [Fact]
    public void Reports_an_interface_that_only_another_service_can_change()
    {
        var plan = Planned(Plain with { Interfaces = [Plain.Interfaces[0], new InterfaceFacts("eni-eks", Vpc, ["sg-x"], Manager: "eks.amazonaws.com")] });

        Assert.DoesNotContain(plan.Changes, c => c.Target.Id == "eni-eks");
        Assert.Contains(plan.Survivors, s => s.Contains("eni-eks is NOT contained", StringComparison.Ordinal));
        Assert.Equal((1, 0), (plan.Uncontained, Planned(Plain).Uncontained));
    }

    [Theory]
    [InlineData("trunk")]
    [InlineData("efa")]
    public void Moves_a_special_interface_too_and_says_what_goes_on_behind_it(string type)
    {
        var plan = Planned(Plain with { Interfaces = [new InterfaceFacts("eni-t", Vpc, ["sg-x"], type)] });

        Assert.Single(Of(plan, nameof(NetworkInterfaceGroups)));
        Assert.Contains(plan.Survivors, s => s.Contains("eni-t", StringComparison.Ordinal));
    }

    [Fact]
    public void Does_not_apply_where_nothing_can_be_contained()
    {
        Assert.Contains("no instance", NotApplicable(new InstanceSurroundings { Instance = null }), StringComparison.Ordinal);
        Assert.Contains("terminated", NotApplicable(Plain with { Instance = Plain.Instance! with { State = "terminated" } }), StringComparison.Ordinal);
        Assert.Contains("eni-x is NOT contained", NotApplicable(Plain with { Interfaces = [new InterfaceFacts("eni-x", Vpc, [], Manager: "x")] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OpenFlows.Keep)]
    [InlineData(OpenFlows.Cut)]
    public void Says_plainly_which_flows_survive(OpenFlows flows)
    {
        var survivors = Planned(Plain with { Instance = Plain.Instance! with { HasProfile = true } }, flows).Survivors;

        Assert.Contains(survivors, s => s.Contains("5 days", StringComparison.Ordinal));
        Assert.Contains(survivors, s => s.Contains("DNS", StringComparison.Ordinal));
        Assert.Contains(survivors, s => s.Contains("cut-role-sessions", StringComparison.Ordinal));
    }

    [Fact]
    public void Binding_names_a_group_of_the_plan()
    {
        var plan = Planned(Plain with { Groups = [] });

        var bound = plan.Changes.Select(c => c.Binds).OfType<string>().ToList();
        Assert.All(
            plan.Changes.Where(c => c.After.Json?.Contains("${", StringComparison.Ordinal) is true),
            c => Assert.All(c.After.ToStrings(), r => Assert.Contains(r[2..^1], bound)));
        Assert.Equal(QuarantineGroupValue.Empty, Of(plan, nameof(QuarantineGroup))[0].After);
    }

    [Fact]
    public void Its_session_reaches_no_other_instance()
    {
        var policy = PermissionPolicy.ForSession([new IsolateInstance()], Some.Finding(), Some.Instance());

        Assert.Contains($"instance/{Some.InstanceId}", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(":instance/*", policy, StringComparison.Ordinal);
    }

    private static List<Change> Of(StepPlan.Planned plan, string attribute) => [.. plan.Changes.Where(c => c.Attribute == attribute)];

    private static string NotApplicable(InstanceSurroundings seen) => Assert.IsType<StepPlan.NotApplicable>(Plan(seen)).Reason;

    private static StepPlan.Planned Planned(InstanceSurroundings seen, OpenFlows flows = OpenFlows.Keep) => Assert.IsType<StepPlan.Planned>(Plan(seen, flows));

    private static StepPlan Plan(InstanceSurroundings seen, OpenFlows flows = OpenFlows.Keep) =>
        new IsolateInstance().Plan(new PlanContext(Some.Finding(), Some.Instance(), Execution, Some.Time), new IsolateInstanceOptions { Flows = flows }, seen);
}
