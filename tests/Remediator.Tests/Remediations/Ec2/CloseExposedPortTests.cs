using System.Collections.Immutable;
using Remediator.Attributes.Ec2Support;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Remediations.Ports;

namespace Remediator.Tests.Remediations.Ec2;

public sealed class CloseExposedPortTests : IAsyncLifetime
{
    private const string Everybody = "0.0.0.0/0";
    private const string Ssh = """{"ports":[22]}""";

    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Closes_the_port_for_both_address_families_and_leaves_all_other_rules()
    {
        var group = Group(
            Rule("tcp", 22, 22, Everybody, "from anywhere"),
            Rule("tcp", 22, 22, "::/0"),
            Rule("tcp", 22, 22, "198.51.100.0/24", "office"),
            Rule("tcp", 443, 443, Everybody),
            Rule("udp", 22, 22, Everybody));

        await AssertClosedAndPutBack(group, Ssh, "tcp 22-22 198.51.100.0/24 office", "tcp 443-443 0.0.0.0/0", "udp 22-22 0.0.0.0/0");
    }

    [Fact]
    public async Task Splits_a_range_and_keeps_its_description_and_tags()
    {
        var group = Group(Rule("tcp", 0, 65535, Everybody, "all") with { Tags = new Tags { ["owner"] = "web" } });

        await AssertClosedAndPutBack(group, """{"ports":[22,3389]}""", "tcp 0-21 0.0.0.0/0 all owner=web", "tcp 23-3388 0.0.0.0/0 all owner=web", "tcp 3390-65535 0.0.0.0/0 all owner=web");
    }

    [Fact]
    public async Task Splits_a_rule_for_all_traffic_into_what_is_left_of_it()
    {
        var group = Group(Rule("-1", -1, -1, "::/0"));

        await AssertClosedAndPutBack(group, Ssh, "icmpv6 -1--1 ::/0", "tcp 0-21 ::/0", "tcp 23-65535 ::/0", "udp 0-65535 ::/0");
    }

    [Fact]
    public async Task Removes_a_range_where_the_playbook_says_so() =>
        await AssertClosedAndPutBack(Group(Rule("tcp", 0, 65535, Everybody), Rule("tcp", 443, 443, Everybody)), """{"ports":[22],"ranges":"remove"}""", "tcp 443-443 0.0.0.0/0");

    [Fact]
    public async Task Opens_the_port_to_whom_the_playbook_allows_instead() =>
        await AssertClosedAndPutBack(
            Group(Rule("tcp", 22, 22, Everybody), Rule("tcp", 443, 443, "198.51.100.0/24")),
            """{"ports":[22,3389],"allow":["198.51.100.0/24"]}""",
            "tcp 22-22 198.51.100.0/24 Instead of everybody, by Remediator",
            "tcp 443-443 198.51.100.0/24");

    [Theory]
    [InlineData("""{"probed":true,"ports":[22],"keep":[443]}""", new[] { 3306, 443 }, "22 443")]
    [InlineData("""{"probed":true}""", new[] { 3306 }, "22 443")]
    [InlineData("""{"ports":[22]}""", new[] { 3306 }, "3306 443")]
    public async Task Closes_the_ports_of_the_finding_where_the_playbook_says_so(string options, int[] probed, string open)
    {
        var group = Group(Rule("tcp", 22, 22, Everybody), Rule("tcp", 443, 443, Everybody), Rule("tcp", 3306, 3306, Everybody));
        var trial = Probed(group, options, probed);

        await trial.ApplyAsync(await trial.PlanAsync());

        Assert.Equal(open, string.Join(' ', Ingress(group).Select(r => r.Split(' ')[1].Split('-')[0])));
    }

    [Theory]
    [InlineData("""{"probed":true,"ports":[22]}""")]
    [InlineData("""{"probed":true}""")]
    public async Task No_port_is_guessed_where_the_finding_names_none(string options) =>
        Assert.Equal(
            "the finding names no port that was probed or attacked (option probed)",
            await Probed(Group(Rule("tcp", 22, 22, Everybody)), options).NotApplicableAsync());

    [Fact]
    public async Task Ports_that_the_playbook_keeps_open_are_told()
    {
        var trial = Probed(Group(Rule("tcp", 443, 443, Everybody)), """{"probed":true,"ports":[22],"keep":[80,443]}""", 443);

        Assert.Equal("the playbook keeps port 443 open (option keep)", await trial.NotApplicableAsync());
    }

    [Fact]
    public async Task Closes_it_in_all_groups_of_an_instance_and_says_that_open_connections_stay()
    {
        var (one, two) = (Group(Rule("tcp", 22, 22, Everybody)), Group(Rule("tcp", 22, 22, Everybody)));
        var instance = _sandbox.Account.AddInstance(groups: [one.Id, two.Id]);

        var trial = StepTrial.On(_sandbox, new CloseExposedPort(), StepTrial.Resource(ResourceKinds.Instance, instance.Id), Ssh);
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        Assert.Empty(Ingress(one));
        Assert.Empty(Ingress(two));
        Assert.Contains(plan.Survivors, s => s.Contains("stay open", StringComparison.Ordinal));
        Assert.Equal([one.Id, two.Id], (await trial.ObserveAsync()).Touched.Select(t => t.Name).Order());
    }

    [Fact]
    public async Task A_group_that_opens_nothing_to_everybody_is_already_compliant() =>
        Assert.True((await Trial(Group(Rule("tcp", 22, 22, "10.0.0.0/8")), Ssh).PlanAsync()).AlreadyCompliant);

    [Fact]
    public async Task A_full_group_is_closed_first_and_split_after()
    {
        var group = Group(Rule("tcp", 0, 65535, Everybody));
        _sandbox.Faults.On("AuthorizeSecurityGroupIngress", new Fault.Refuse("RulesPerSecurityGroupLimitExceeded"), times: 1);

        var trial = Trial(group, Ssh);
        await trial.ApplyAsync(await trial.PlanAsync());

        Assert.Equal(["tcp 0-21 0.0.0.0/0", "tcp 23-65535 0.0.0.0/0"], Ingress(group));
    }

    [Fact]
    public async Task A_rule_that_somebody_else_revoked_first_is_no_failure()
    {
        var group = Group(Rule("tcp", 22, 22, Everybody));
        _sandbox.Faults.On("RevokeSecurityGroupIngress", new Fault.RefuseAfterEffect("InvalidSecurityGroupRuleId.NotFound", 400), times: 1);

        var trial = Trial(group, Ssh);
        await trial.ApplyAsync(await trial.PlanAsync());

        Assert.Empty(Ingress(group));
    }

    [Theory]
    [InlineData("""{"ports":[]}""", "names no ports")]
    [InlineData("""{"ports":[70000]}""", "is none")]
    [InlineData("""{"ports":[22],"allow":["office"]}""", "not a range")]
    [InlineData("""{"ports":[22],"allow":["0.0.0.0/0"]}""", "is everybody")]
    public async Task Options_that_make_no_sense_change_nothing(string options, string reason) =>
        Assert.Contains(reason, await Trial(Group(Rule("tcp", 22, 22, Everybody)), options).NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_group_is_not_applicable()
    {
        var trial = StepTrial.On(_sandbox, new CloseExposedPort(), StepTrial.Resource(ResourceKinds.SecurityGroup, "sg-0123456789abcdef0"), Ssh);

        Assert.Contains("no security group", await trial.NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        var group = Group(Rule("tcp", 22, 22, Everybody));
        _sandbox.Faults.On("DescribeSecurityGroupRules", Fault.AccessDenied, times: 10);

        Assert.IsType<StepPlan.Unknown>((await Trial(group, Ssh).ObserveAsync()).Plan);
    }

    [Fact]
    public void Values_keep_what_an_undo_needs()
    {
        var rule = new IngressRule("tcp", 22, 22, "x", ImmutableSortedDictionary<string, string>.Empty.Add("a", "b"));

        Assert.True(IngressRule.Of(rule.ToNode()).IsSameAs(rule));
    }

    private StepTrial Probed(SecurityGroup group, string options, params int[] ports) =>
        new(_sandbox.Session(), new CloseExposedPort(), StepTrial.Resource(ResourceKinds.SecurityGroup, group.Id), options) { Actor = new Actor("203.0.113.7") { Ports = [.. ports] } };

    private async Task AssertClosedAndPutBack(SecurityGroup group, string options, params string[] left)
    {
        var before = Ingress(group);
        var trial = Trial(group, options);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Equal(left, Ingress(group));
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Equal(before, Ingress(group));
    }

    private SecurityGroup Group(params SecurityGroupRule[] rules) => _sandbox.Account.AddSecurityGroup($"g{_sandbox.Account.Regions.Values.Sum(r => r.SecurityGroups.Count)}", rules: rules);

    private StepTrial Trial(SecurityGroup group, string options) => StepTrial.On(_sandbox, new CloseExposedPort(), StepTrial.Resource(ResourceKinds.SecurityGroup, group.Id), options);

    private static SecurityGroupRule Rule(string protocol, int from, int to, string cidr, string? description = null) =>
        cidr.Contains(':', StringComparison.Ordinal)
            ? new SecurityGroupRule(false, protocol, from, to) { CidrIpv6 = cidr, Description = description }
            : new SecurityGroupRule(false, protocol, from, to) { CidrIpv4 = cidr, Description = description };

    private static List<string> Ingress(SecurityGroup group) =>
    [
        .. group.Rules.Values.Where(r => !r.IsEgress)
            .Select(r => $"{r.Protocol} {r.FromPort}-{r.ToPort} {r.CidrIpv4 ?? r.CidrIpv6} {r.Description} {string.Join(',', r.Tags.Select(t => $"{t.Key}={t.Value}"))}".Trim())
            .Order(StringComparer.Ordinal),
    ];
}
