using Remediator.Attributes.Route53Support;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.Route53Resolver;

public sealed class BlockDomainTests : IAsyncLifetime
{
    private Ec2Run _run = null!;
    private Instance _instance = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync("block-domain");
        _instance = _run.Account.AddInstance();
        _run.Actor = new Actor(Domain: "C2.evil.example.");
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Lists_the_name_and_all_below_it_and_takes_both_out_again()
    {
        var list = _run.Account.AddDomainList("blocked", [_instance.VpcId]);
        list.Domains.Add("other.example");

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal(["*.c2.evil.example", "c2.evil.example", "other.example"], list.Domains);
        Assert.DoesNotContain(record.Steps[0].Survivors, s => s.StartsWith("NOT in force", StringComparison.Ordinal));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal(["other.example"], list.Domains);
    }

    [Fact]
    public async Task What_was_listed_before_stays_after_a_release()
    {
        var list = _run.Account.AddDomainList("blocked");
        list.Domains.Add("c2.evil.example");

        var record = await BlockAsync();
        await _run.ReleaseAsync(record);

        Assert.Equal(["c2.evil.example"], list.Domains);
    }

    [Fact]
    public async Task Says_where_no_rule_of_the_vpc_blocks_the_list()
    {
        _run.Account.AddDomainList("blocked");

        Assert.Contains((await BlockAsync()).Steps[0].Survivors, s => s.StartsWith("NOT in force", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_where_it_could_not_be_read_whether_it_is_in_force_and_lists_it_all_the_same()
    {
        var list = _run.Account.AddDomainList("blocked");
        _run.Sandbox.Faults.On("ListFirewallRuleGroupAssociations", Fault.AccessDenied, times: 10);

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal(2, list.Domains.Count);
        Assert.Contains(record.Steps[0].Survivors, s => s.Contains("could not be read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("com")]
    [InlineData("co.uk")]
    [InlineData("COM.br.")]
    [InlineData("s3.amazonaws.com")]
    [InlineData("ip-10-0-0-1.ec2.internal")]
    [InlineData("203.0.113.7")]
    [InlineData("*.example.com")]
    [InlineData("a b.example")]
    [InlineData("-a.example")]
    [InlineData("")]
    [InlineData(null)]
    public async Task What_is_no_domain_or_one_that_aws_needs_is_never_blocked(string? domain)
    {
        var list = _run.Account.AddDomainList("blocked");
        _run.Actor = new Actor(Domain: domain);

        Assert.Equal(StepOutcome.NotApplicable, Assert.Single((await BlockAsync()).Steps).Outcome);
        Assert.Empty(list.Domains);
    }

    [Fact]
    public async Task What_the_playbook_excepts_and_a_missing_list_are_not_applicable()
    {
        Assert.Contains("no DNS Firewall domain list", Assert.Single((await BlockAsync()).Steps).Reason, StringComparison.Ordinal);
        _run.Account.AddDomainList("blocked");
        var record = await _run.RespondAsync(_run.Account.AddInstance().Id, CancellationToken.None, ("block-domain", """{"list":"blocked","except":["evil.example"]}"""));
        Assert.Contains("excepts", Assert.Single(record.Steps).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_is_below_itself_and_its_parents_only()
    {
        var domain = RemoteDomain.Parse("a.b.example")!;

        Assert.NotNull(RemoteDomain.Parse("evil.co.uk"));
        Assert.True(domain.IsIn("B.example.") && domain.IsIn("a.b.example"));
        Assert.False(domain.IsIn("x.example") || RemoteDomain.Parse("ab.example")!.IsIn("b.example"));
    }

    private Task<ExecutionRecord> BlockAsync() => _run.RespondAsync(_instance.Id, CancellationToken.None, ("block-domain", """{"list":"blocked"}"""));
}
