using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.WafV2;

public sealed class BlockRemoteIpAtWafTests : IAsyncLifetime
{
    private Ec2Run _run = null!;
    private Instance _instance = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync("block-remote-ip-at-waf");
        _instance = _run.Account.AddInstance();
        _run.Actor = new Actor("203.0.113.77");
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Puts_the_address_into_the_set_beside_the_others_and_takes_only_it_out()
    {
        var set = Set("198.51.100.1/32");

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal(["198.51.100.1/32", "203.0.113.77/32"], set.Addresses);
        set.Addresses.Add("198.51.100.2/32");
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal(["198.51.100.1/32", "198.51.100.2/32"], set.Addresses);
    }

    [Fact]
    public async Task Merges_into_what_somebody_else_wrote_in_between()
    {
        var set = Set();
        _run.Sandbox.Faults.On("UpdateIPSet", new Fault.Refuse("WAFOptimisticLockException"), times: 2);

        Ec2Run.AssertVerified(await BlockAsync());

        Assert.Equal(["203.0.113.77/32"], set.Addresses);
    }

    [Fact]
    public async Task An_address_that_a_range_of_the_set_holds_is_left_so()
    {
        var set = Set("203.0.113.0/24");

        Assert.Equal(StepOutcome.AlreadyCompliant, Assert.Single((await BlockAsync()).Steps).Outcome);
        Assert.Equal(["203.0.113.0/24"], set.Addresses);
    }

    [Theory]
    [InlineData("10.0.0.1", "IPV4", "not one of the Internet")]
    [InlineData("2001:db8::1", "IPV4", "holds IPv4 addresses")]
    [InlineData("203.0.113.1", "IPV6", "holds IPv6 addresses")]
    [InlineData(null, "IPV4", "no remote address")]
    public async Task What_the_set_can_not_hold_is_not_applicable(string? address, string version, string reason)
    {
        _run.Account.AddIpSet("attackers", version);
        _run.Actor = new Actor(address);

        Assert.Contains(reason, Assert.Single((await BlockAsync()).Steps).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_set_is_said_and_a_failed_read_is_unknown()
    {
        Assert.Contains("no regional WAF IP set attackers", Assert.Single((await BlockAsync()).Steps).Reason, StringComparison.Ordinal);

        await using var other = await Ec2Run.StartAsync();
        other.Actor = new Actor("203.0.113.77");
        other.Sandbox.Faults.On("ListIPSets", Fault.AccessDenied, times: 10);
        var record = await other.RespondAsync(other.Account.AddInstance().Id, CancellationToken.None, ("block-remote-ip-at-waf", """{"ipSet":"attackers"}"""));
        Assert.Equal(StepOutcome.Unknown, Assert.Single(record.Steps).Outcome);
    }

    private WafIpSet Set(params string[] addresses)
    {
        var set = _run.Account.AddIpSet("attackers");
        set.Addresses.UnionWith(addresses);
        return set;
    }

    private Task<ExecutionRecord> BlockAsync() => _run.RespondAsync(_instance.Id, CancellationToken.None, ("block-remote-ip-at-waf", """{"ipSet":"attackers"}"""));
}
