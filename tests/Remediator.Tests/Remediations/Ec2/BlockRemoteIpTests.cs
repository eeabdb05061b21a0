using Remediator.Attributes.Ec2Support;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;

namespace Remediator.Tests.Remediations.Ec2;

public sealed class BlockRemoteIpTests : IAsyncLifetime
{
    private const string Attacker = "203.0.113.77";

    private Ec2Run _run = null!;
    private Instance _instance = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync("block-remote-ip");
        _instance = _run.Account.AddInstance(interfaces: 2);
        _run.Actor = new Actor(Attacker);
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Theory]
    [InlineData(Attacker, "203.0.113.77/32")]
    [InlineData("2001:db8::77", "2001:db8::77/128")]
    public async Task Denies_the_address_both_ways_before_anything_is_allowed_and_takes_only_that_back(string address, string cidr)
    {
        _run.Actor = new Actor(address);

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal(["egress 1", "ingress 1"], Denied(cidr));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task Denies_every_address_that_probed_and_says_which_it_does_not()
    {
        _run.Account.AddElasticIp("203.0.113.2", _run.Region.Name);
        _run.Actor = new Actor("203.0.113.1") { OtherIps = ["203.0.113.2", "10.0.0.1", "203.0.113.3", "203.0.113.4", "203.0.113.5", "203.0.113.6"] };

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.All(new[] { 1, 3, 4, 5 }, n => Assert.Equal(2, Denied($"203.0.113.{n}/32").Count));
        Assert.All(new[] { 2, 6 }, n => Assert.Empty(Denied($"203.0.113.{n}/32")));
        var told = Assert.Single(record.Steps).Survivors;
        Assert.Contains(told, s => s.StartsWith("The remote address 203.0.113.2 is the account's own", StringComparison.Ordinal));
        Assert.Contains(told, s => s.StartsWith("The remote address 203.0.113.6 is not blocked", StringComparison.Ordinal));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task No_more_than_four_are_denied_for_one_finding_however_often_it_is_reported_with_others()
    {
        await ReportAsync("203.0.113.1", "203.0.113.2", "203.0.113.3");
        var second = await ReportAsync("203.0.113.4", "203.0.113.5", "203.0.113.2");
        var last = await ReportAsync("203.0.113.6");

        Ec2Run.AssertVerified(second);
        Ec2Run.AssertVerified(last);
        Assert.All(new[] { 1, 2, 3, 4 }, n => Assert.Equal(2, Denied($"203.0.113.{n}/32").Count));
        Assert.All(new[] { 5, 6 }, n => Assert.Empty(Denied($"203.0.113.{n}/32")));
        Assert.Contains(Assert.Single(second.Steps).Survivors, s => s.StartsWith("The remote address 203.0.113.5 is not blocked", StringComparison.Ordinal));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(last));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task What_others_deny_already_or_have_allowed_again_takes_no_place()
    {
        Deny(50, "203.0.113.1/32", egress: true);
        Deny(50, "203.0.113.1/32", egress: false);
        await ReportAsync("203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4", "203.0.113.5");
        foreach (var entry in Acl.Entries.Where(e => e.Value.Cidr == "203.0.113.5/32").ToList())
        {
            Acl.Entries.Remove(entry.Key);
        }

        Ec2Run.AssertVerified(await ReportAsync("203.0.113.6"));

        Assert.All(new[] { 1, 2, 3, 4, 6 }, n => Assert.Equal(2, Denied($"203.0.113.{n}/32").Count));
        Assert.Empty(Denied("203.0.113.5/32"));
    }

    [Fact]
    public async Task Takes_the_lowest_free_number_and_leaves_what_others_deny()
    {
        Deny(1, "198.51.100.1/32", egress: false);

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal(["egress 1", "ingress 2"], Denied("203.0.113.77/32"));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task What_is_denied_already_stays_denied_after_a_release()
    {
        Deny(50, "203.0.113.0/24", egress: false);

        var record = await BlockAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal(["egress 1"], Denied("203.0.113.77/32"));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task A_number_that_another_incident_takes_first_is_left_to_it()
    {
        _run.Sandbox.Faults.On("CreateNetworkAclEntry", new Fault.Refuse("NetworkAclEntryAlreadyExists"), times: 1);

        Ec2Run.AssertVerified(await BlockAsync());

        Assert.Equal(2, Denied("203.0.113.77/32").Count);
    }

    [Fact]
    public async Task Where_no_number_is_free_before_what_allows_it_the_run_fails_and_says_why()
    {
        Acl.Entries[NetworkAclEntry.KeyOf(false, 1)] = new NetworkAclEntry(false, 1, "-1", "allow", "0.0.0.0/0", null, null, null);

        var record = await BlockAsync();

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains("no number before it is free", record.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_list_fails_with_the_words_of_EC2()
    {
        for (var n = 1; n < 30; n++)
        {
            Deny(n, $"198.51.100.{n}/32", egress: false);
        }

        Assert.Contains("NetworkAclEntryLimitExceeded", (await BlockAsync()).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:203.0.113.7")]
    [InlineData("0.0.0.0")]
    [InlineData("198.18.0.1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("::10.0.0.1")]
    [InlineData("203.0.113.7/8")]
    [InlineData("203.0.113")]
    [InlineData("fe80::1%eth0")]
    [InlineData("evil.example")]
    [InlineData(null)]
    public async Task What_is_no_single_address_of_the_internet_is_never_blocked(string? address)
    {
        _run.Actor = new Actor(address);

        Assert.Equal(StepOutcome.NotApplicable, Assert.Single((await BlockAsync()).Steps).Outcome);
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task What_the_playbook_excepts_is_never_blocked() =>
        Assert.Contains("excepts", Assert.Single((await BlockAsync("""{"except":["203.0.113.0/24"]}""")).Steps).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task An_elastic_address_of_the_account_is_never_blocked()
    {
        _run.Account.AddElasticIp(Attacker, _run.Region.Name);

        Assert.Contains("the account's own (eipalloc-", Assert.Single((await BlockAsync()).Steps).Reason, StringComparison.Ordinal);
        Assert.Empty(Denied("203.0.113.77/32"));
    }

    [Theory]
    [InlineData("203.0.112.0/20", Attacker)]
    [InlineData("2001:db8:7::/56", "2001:db8:7::77")]
    public async Task An_address_in_a_range_of_a_VPC_is_never_blocked(string range, string address)
    {
        _run.Actor = new Actor(address);
        _run.Region.Vpcs["vpc-own"] = new Vpc { Id = "vpc-own", Cidr = range };

        Assert.Contains("the account's own (vpc-own)", Assert.Single((await BlockAsync()).Steps).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_two_findings_deny_in_one_network_ACL_is_allowed_again_when_the_second_is_released_too()
    {
        var neighbour = _run.Account.AddInstance();
        var first = await BlockAsync();
        var second = await _run.RespondAsync(neighbour.Id, CancellationToken.None, ("block-remote-ip", null));
        Assert.Equal(2, Denied("203.0.113.77/32").Count);

        await _run.ReleaseAsync(first);
        Assert.Equal(2, Denied("203.0.113.77/32").Count);

        await _run.ReleaseAsync(second);
        Assert.Empty(Denied("203.0.113.77/32"));
    }

    [Theory]
    [InlineData("DescribeNetworkAcls")]
    [InlineData("DescribeAddresses")]
    [InlineData("DescribeVpcs")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        _run.Sandbox.Faults.On(operation, Fault.AccessDenied, times: 10);

        Assert.Equal(StepOutcome.Unknown, Assert.Single((await BlockAsync()).Steps).Outcome);
    }

    [Fact]
    public void An_address_is_written_as_one_range_of_its_own() =>
        Assert.Equal(("203.0.113.7/32", "2001:db8::1/128"), (RemoteAddress.Parse("203.0.113.7")!.Cidr, RemoteAddress.Parse("2001:DB8:0::1")!.Cidr));

    private NetworkAcl Acl => Assert.Single(_run.Region.NetworkAcls.Values, a => a.Subnets.ContainsValue(_instance.SubnetId));

    private void Deny(int number, string cidr, bool egress) =>
        Acl.Entries[NetworkAclEntry.KeyOf(egress, number)] = new NetworkAclEntry(egress, number, "-1", "deny", cidr, null, null, null);

    private List<string> Denied(string cidr) =>
        [.. Acl.Entries.Values.Where(e => e.Action == "deny" && (e.Cidr ?? e.Ipv6Cidr) == cidr).Select(e => $"{(e.Egress ? "egress" : "ingress")} {e.Number}")];

    /// <summary>The finding anew, an hour later.</summary>
    private Task<ExecutionRecord> ReportAsync(string address, params string[] others)
    {
        _run.UpdatedAt = (_run.UpdatedAt ?? Some.Time) + TimeSpan.FromHours(1);
        _run.Actor = new Actor(address) { OtherIps = [.. others] };
        return BlockAsync();
    }

    private Task<ExecutionRecord> BlockAsync(string? options = null) => _run.RespondAsync(_instance.Id, CancellationToken.None, ("block-remote-ip", options));
}
