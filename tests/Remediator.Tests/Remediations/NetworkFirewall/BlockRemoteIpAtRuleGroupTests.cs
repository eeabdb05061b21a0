using System.Text.Json;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Playbooks;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.NetworkFirewall;

public sealed class BlockRemoteIpAtRuleGroupTests : IAsyncLifetime
{
    private const string Theirs = "pass ip 192.0.2.1 any -> any any (sid:1900000;)";

    private Ec2Run _run = null!;
    private Instance _instance = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync("block-remote-ip-at-rule-group");
        _instance = _run.Account.AddInstance();
        _run.Actor = new Actor("203.0.113.77");
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Puts_a_rule_beside_the_others_under_a_free_id_and_takes_only_it_out()
    {
        var group = Group();
        group.Description = "blocked by hand";
        group.HomeNet.Add("10.0.0.0/8");

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal($"{Theirs}\ndrop ip 203.0.113.77 any <> any any (msg:\"Remediator blocks a remote address\"; sid:1900001; rev:1;)", group.Rules);
        Assert.Equal(("blocked by hand", "10.0.0.0/8"), (group.Description, Assert.Single(group.HomeNet)));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Theory]
    [InlineData("# made for blocking\n\n" + Theirs + "\n\n# the end\n")]
    [InlineData("  " + Theirs + "  \r\n\r\n")]
    [InlineData(Theirs + "\n\n")]
    [InlineData("# empty")]
    public async Task Blank_lines_comments_and_the_end_of_the_text_come_back_as_they_were(string rules)
    {
        var group = Group();
        group.Rules = rules;

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Contains(group.Rules.Split('\n'), l => l.StartsWith("drop ip 203.0.113.77 any <> any any ", StringComparison.Ordinal));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal(rules, group.Rules);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task A_group_is_not_left_without_any_text(string rules)
    {
        var group = Group();
        group.Rules = rules;

        var record = await BlockAsync();
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));

        Assert.StartsWith("# ", Assert.Single(group.Rules.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_reaches_the_rule_group_of_the_playbook_and_no_other()
    {
        Group();
        var record = await BlockAsync();

        var step = new PlaybookStep("block-remote-ip-at-rule-group", JsonElement.Parse("""{"ruleGroup":"attackers"}"""));
        IReadOnlyDictionary<string, string>[] named = [SessionNames.Of([step], []), SessionNames.Of([], record.Changes), SessionNames.Of([step], record.Changes)];
        var policies = named.Select(n => PermissionPolicy.ForSession([new BlockRemoteIpAtRuleGroup()], record.Finding, record.Resource, n)).ToList();
        Assert.All(policies, p => Assert.Contains(":stateful-rulegroup/attackers\"", p, StringComparison.Ordinal));
        Assert.All(policies, p => Assert.DoesNotContain(":stateful-rulegroup/*", p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_is_taken_up_with_another_rule_group_in_the_playbook_reaches_the_one_that_it_had_planned()
    {
        var group = Group();
        _run.Sandbox.Faults.On("UpdateRuleGroup", Fault.AccessDenied, times: 3);
        Assert.Equal(ExecutionState.Failed, (await BlockAsync()).State);
        _run.Sandbox.Faults.Clear();

        await _run.RespondAsync(_instance.Id, CancellationToken.None, ("block-remote-ip-at-rule-group", """{"ruleGroup":"others"}"""));

        Assert.Contains("drop ip 203.0.113.77 ", group.Rules, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merges_into_what_somebody_else_wrote_in_between()
    {
        var group = Group();
        _run.Sandbox.Faults.On("UpdateRuleGroup", new Fault.Refuse("InvalidTokenException"), times: 2);

        Ec2Run.AssertVerified(await BlockAsync());

        Assert.Contains("drop ip 203.0.113.77 ", group.Rules, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_two_findings_drop_passes_again_when_the_second_is_released_too()
    {
        var group = Group();
        var first = await BlockAsync();
        var second = await _run.RespondAsync(_run.Account.AddInstance().Id, CancellationToken.None, ("block-remote-ip-at-rule-group", """{"ruleGroup":"attackers"}"""));

        await _run.ReleaseAsync(first);
        Assert.Contains("drop ip 203.0.113.77 ", group.Rules, StringComparison.Ordinal);

        await _run.ReleaseAsync(second);
        Assert.Equal(Theirs, group.Rules);
    }

    [Theory]
    [InlineData(1, Theirs, "is full")]
    [InlineData(100, null, "no rules in Suricata's form")]
    public async Task A_group_that_takes_no_rule_says_why(int capacity, string? rules, string reason)
    {
        _run.Region.RuleGroups["attackers"] = new FirewallRuleGroup { Name = "attackers", Capacity = capacity, Rules = rules };

        Assert.Contains(reason, Assert.Single((await BlockAsync()).Steps).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_group_is_not_applicable() => Assert.Contains("no stateful rule group attackers", Assert.Single((await BlockAsync()).Steps).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        Group();
        _run.Sandbox.Faults.On("DescribeRuleGroup", Fault.AccessDenied, times: 10);

        Assert.Equal(StepOutcome.Unknown, Assert.Single((await BlockAsync()).Steps).Outcome);
    }

    private FirewallRuleGroup Group() => _run.Region.RuleGroups["attackers"] = new FirewallRuleGroup { Name = "attackers", Rules = Theirs };

    private Task<ExecutionRecord> BlockAsync() => _run.RespondAsync(_instance.Id, CancellationToken.None, ("block-remote-ip-at-rule-group", """{"ruleGroup":"attackers"}"""));
}
