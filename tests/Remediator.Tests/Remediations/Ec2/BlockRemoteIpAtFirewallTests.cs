using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;

namespace Remediator.Tests.Remediations.Ec2;

public sealed class BlockRemoteIpAtFirewallTests : IAsyncLifetime
{
    private Ec2Run _run = null!;
    private Instance _instance = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync("block-remote-ip-at-firewall");
        _instance = _run.Account.AddInstance();
        _run.Actor = new Actor("203.0.113.77");
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Puts_the_address_into_the_list_beside_the_others_and_takes_only_it_out()
    {
        var list = _run.Account.AddPrefixList("attackers");
        _run.Account.AddPrefixList("attackers", owner: "AWS");
        list.Entries["198.51.100.1/32"] = "mine";

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal(["198.51.100.1/32", "203.0.113.77/32"], list.Entries.Keys);
        list.Entries["198.51.100.2/32"] = "also mine";
        list.Version++;
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal(["198.51.100.1/32", "198.51.100.2/32"], list.Entries.Keys);
    }

    [Fact]
    public async Task Looks_again_where_somebody_else_changed_the_list_in_between()
    {
        var list = _run.Account.AddPrefixList("attackers");
        _run.Sandbox.Faults.On("ModifyManagedPrefixList", new Fault.Refuse("PrefixListVersionMismatch"), times: 2);

        Ec2Run.AssertVerified(await BlockAsync());

        Assert.Equal(["203.0.113.77/32"], list.Entries.Keys);
    }

    [Fact]
    public async Task An_address_that_an_entry_holds_already_is_left_so()
    {
        _run.Account.AddPrefixList("attackers").Entries["203.0.113.0/24"] = "";

        Assert.Equal(StepOutcome.AlreadyCompliant, Assert.Single((await BlockAsync()).Steps).Outcome);
    }

    [Fact]
    public async Task A_full_list_fails_with_the_words_of_EC2()
    {
        var list = _run.Account.AddPrefixList("attackers");
        for (var n = 0; n < list.MaxEntries; n++)
        {
            list.Entries[$"198.51.100.{n}/32"] = "";
        }

        Assert.Contains("PrefixListMaxEntriesExceeded", (await BlockAsync()).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1", "IPv4", 1, "not one of the Internet")]
    [InlineData("2001:db8::1", "IPv4", 1, "holds IPv4 addresses")]
    [InlineData("203.0.113.1", "IPv4", 2, "not exactly one prefix list")]
    [InlineData("203.0.113.1", "IPv4", 0, "not exactly one prefix list")]
    public async Task Where_it_can_not_be_listed_nothing_is_done(string address, string family, int lists, string reason)
    {
        for (var n = 0; n < lists; n++)
        {
            _run.Account.AddPrefixList("attackers", family);
        }

        _run.Actor = new Actor(address);

        Assert.Contains(reason, Assert.Single((await BlockAsync()).Steps).Reason, StringComparison.Ordinal);
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        _run.Account.AddPrefixList("attackers");
        _run.Sandbox.Faults.On("GetManagedPrefixListEntries", Fault.AccessDenied, times: 10);

        Assert.Equal(StepOutcome.Unknown, Assert.Single((await BlockAsync()).Steps).Outcome);
    }

    private Task<ExecutionRecord> BlockAsync() => _run.RespondAsync(_instance.Id, CancellationToken.None, ("block-remote-ip-at-firewall", """{"prefixList":"attackers"}"""));
}
