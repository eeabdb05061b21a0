using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Remediations;
using Remediator.Remediations.Isolation;

namespace Remediator.Tests.Remediations.Ec2;

/// <summary>Observe, plan, apply, verify and release against the sandbox: afterwards the account is as it was.</summary>
public sealed class IsolateInstanceSandboxTests : IAsyncLifetime
{
    private Ec2Run _run = null!;

    public async Task InitializeAsync() => _run = await Ec2Run.StartAsync();

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Contains_both_interfaces_and_puts_their_different_groups_back()
    {
        var (web, admin) = (_run.Account.AddSecurityGroup("web"), _run.Account.AddSecurityGroup("admin"));
        var instance = _run.Account.AddInstance(interfaces: 2, groups: [web.Id]);
        _run.Region.InterfacesOf(instance.Id)[1].Groups = [web.Id, admin.Id];

        var record = await _run.IsolateAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        var quarantine = Quarantine();
        Assert.Empty(quarantine.Rules);
        Assert.All(_run.Region.InterfacesOf(instance.Id), i => Assert.Equal([quarantine.Id], i.Groups));
        Assert.True(instance.DisableApiTermination);
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        AssertOnlyTheQuarantineGroupIsNew();
    }

    [Theory]
    [InlineData("isolate-instance")]
    [InlineData("block-remote-ip")]
    public async Task An_instance_with_interfaces_in_more_VPCs_than_the_finding_says_is_reached_in_all_of_them(string step)
    {
        await using var run = await Ec2Run.StartRestrictedAsync(step);
        run.Actor = new Remediator.Findings.Actor("203.0.113.77");
        var instance = run.Account.AddInstance();
        run.Account.AddVpc("vpc-0f0f0f0f0f0f0f0f0");
        var other = run.Region.Subnets.Values.First(s => s.VpcId == "vpc-0f0f0f0f0f0f0f0f0");
        var added = run.Account.AddNetworkInterface(instance.Id, [run.Account.AddSecurityGroup("far", other.VpcId).Id], vpc: other.VpcId);
        var resource = StepTrial.Resource(ResourceKinds.Instance, instance.Id, (ResourceDetails.VpcId, instance.VpcId));

        var record = await run.RespondAsync(resource, CancellationToken.None, (step, null));
        Ec2Run.AssertVerified(record);
        Assert.Contains(record.Changes, c => step == "block-remote-ip" || c.Change.Target.Id == added.Id);

        Ec2Run.AssertReleased(await run.ReleaseAsync(record));
        Assert.All(run.Differences(), d => Assert.Contains("remediator-quarantine", d, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_is_taken_up_reaches_the_VPCs_of_its_plan()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("isolate-instance");
        var instance = run.Account.AddInstance();
        run.Account.AddVpc("vpc-0f0f0f0f0f0f0f0f0");
        run.Account.AddNetworkInterface(instance.Id, [run.Account.AddSecurityGroup("far", "vpc-0f0f0f0f0f0f0f0f0").Id], vpc: "vpc-0f0f0f0f0f0f0f0f0");
        var resource = StepTrial.Resource(ResourceKinds.Instance, instance.Id, (ResourceDetails.VpcId, instance.VpcId));
        run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", Fault.AccessDenied, times: 9);
        Assert.Equal(ExecutionState.Failed, (await run.RespondAsync(resource, CancellationToken.None, ("isolate-instance", null))).State);
        run.Sandbox.Faults.Clear();

        Ec2Run.AssertVerified(await run.RespondAsync(resource, CancellationToken.None, ("isolate-instance", null)));
    }

    [Fact]
    public async Task Uses_a_prepared_group_and_restores_everything()
    {
        Prepare();
        var instance = _run.Account.AddInstance();

        var record = await _run.IsolateAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        Assert.DoesNotContain(_run.Sandbox.Calls, c => c.Operation == "CreateSecurityGroup");
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task Reads_everything_in_one_round_when_there_are_no_target_groups()
    {
        Prepare();
        var instance = _run.Account.AddInstance();

        await _run.IsolateAsync(instance.Id, """{"flows":"cut"}""");

        Assert.Equal(
            ["DescribeAutoScalingInstances", "DescribeInstanceAttribute", "DescribeInstanceAttribute", "DescribeInstances", "DescribeNetworkInterfaces", "DescribeSecurityGroups", "DescribeTargetGroups"],
            _run.Sandbox.Calls.TakeWhile(c => !c.Changes).Select(c => c.Operation).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Empties_a_half_built_group_for_both_address_families(bool ipv6)
    {
        var vpc = _run.Account.AddVpc(ipv6: ipv6);
        _run.Account.AddSecurityGroup(QuarantineChoice.UsualName, vpc.Id, tags: OwnTags());
        var instance = _run.Account.AddInstance(vpc: vpc.Id);

        Ec2Run.AssertVerified(await _run.IsolateAsync(instance.Id));

        Assert.Empty(Quarantine().Rules);
    }

    [Fact]
    public async Task A_new_group_in_a_vpc_with_ipv6_has_no_rule_left()
    {
        var vpc = _run.Account.AddVpc(ipv6: true);
        var instance = _run.Account.AddInstance(vpc: vpc.Id);

        Ec2Run.AssertVerified(await _run.IsolateAsync(instance.Id));

        Assert.Empty(Quarantine().Rules);
    }

    [Fact]
    public async Task A_foreign_group_of_the_same_name_is_neither_used_nor_changed()
    {
        var foreign = _run.Account.AddSecurityGroup(QuarantineChoice.UsualName);
        var instance = _run.Account.AddInstance();
        var rules = foreign.Rules.Count;

        Ec2Run.AssertVerified(await _run.IsolateAsync(instance.Id));

        Assert.Equal(rules, foreign.Rules.Count);
        Assert.DoesNotContain(foreign.Id, _run.Region.InterfacesOf(instance.Id)[0].Groups);
    }

    [Fact]
    public async Task Leaves_auto_scaling_and_target_groups_and_joins_them_again()
    {
        Prepare();
        var attached = _run.Account.AddTargetGroup("attached");
        var byAddress = _run.Account.AddTargetGroup("by-address", "ip", 8080);
        _run.Account.AddAutoScalingGroup("web/blue", min: 1, desired: 2, targetGroups: [attached.Arn]);
        var instance = _run.Account.AddInstance(autoScalingGroup: "web/blue", targetGroups: [attached.Arn, byAddress.Arn]);

        var record = await _run.IsolateAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        var group = _run.Region.AutoScalingGroups["web/blue"];
        Assert.Equal(("Standby", 1), (group.Members[instance.Id].LifecycleState, group.DesiredCapacity));
        Assert.Empty(attached.Targets);
        Assert.Empty(byAddress.Targets);
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task A_group_at_its_minimum_size_gets_a_replacement()
    {
        Prepare();
        _run.Account.AddAutoScalingGroup("web", min: 1, desired: 1);
        var instance = _run.Account.AddInstance(autoScalingGroup: "web");

        Ec2Run.AssertVerified(await _run.IsolateAsync(instance.Id));

        var members = _run.Region.AutoScalingGroups["web"].Members;
        Assert.Equal("Standby", members[instance.Id].LifecycleState);
        Assert.Equal(2, members.Count);
    }

    [Fact]
    public async Task A_group_that_refuses_standby_does_not_stop_the_containment()
    {
        _run.Account.AddAutoScalingGroup("web");
        var instance = _run.Account.AddInstance(autoScalingGroup: "web");
        _run.Sandbox.Faults.On("EnterStandby", new Fault.Refuse("ResourceContention", 500), times: 10);

        var record = await _run.IsolateAsync(instance.Id);

        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.Equal([Quarantine().Id], _run.Region.InterfacesOf(instance.Id)[0].Groups);
        Assert.Contains("ResourceContention", record.Changes.Single(c => c.Change.Attribute == nameof(AutoScalingLifecycle)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"flows":"cut"}""", true)]
    [InlineData("""{"flows":"keep"}""", false)]
    [InlineData(null, false)]
    public async Task Takes_an_elastic_ip_away_only_where_flows_are_cut_and_gives_it_back(string? options, bool cut)
    {
        Prepare();
        var instance = _run.Account.AddInstance(elasticIp: true);
        var address = Assert.Single(_run.Region.Addresses.Values);

        var record = await _run.IsolateAsync(instance.Id, options);

        Ec2Run.AssertVerified(record);
        Assert.Equal(cut, address.NetworkInterfaceId is null);
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal(_run.Region.InterfacesOf(instance.Id)[0].Id, address.NetworkInterfaceId);
        Assert.Empty(_run.Differences());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(600)]
    public async Task Lets_idle_connections_be_forgotten_after_a_minute_where_flows_are_cut_and_puts_the_timeout_back(int? before)
    {
        Prepare();
        var instance = _run.Account.AddInstance(interfaces: 2);
        _run.Region.InterfacesOf(instance.Id)[1].TcpEstablishedTimeout = before;

        var record = await _run.IsolateAsync(instance.Id, """{"flows":"cut"}""");

        Ec2Run.AssertVerified(record);
        Assert.All(_run.Region.InterfacesOf(instance.Id), i => Assert.Equal(60, i.TcpEstablishedTimeout));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task An_instance_that_takes_no_timeout_is_contained_all_the_same()
    {
        var instance = _run.Account.AddInstance();
        _run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", new Fault.Refuse("UnsupportedOperation"), nth: 2, times: 10);

        var record = await _run.IsolateAsync(instance.Id, """{"flows":"cut"}""");

        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.Equal([Quarantine().Id], _run.Region.InterfacesOf(instance.Id)[0].Groups);
    }

    [Fact]
    public async Task Gives_up_an_auto_assigned_address_and_gets_another_one_back()
    {
        Prepare();
        var instance = _run.Account.AddInstance();
        var primary = _run.Region.InterfacesOf(instance.Id)[0];
        primary.AutoPublicIp = "203.0.113.200";

        var record = await _run.IsolateAsync(instance.Id, """{"flows":"cut"}""");

        Ec2Run.AssertVerified(record);
        Assert.Null(primary.AutoPublicIp);
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.NotNull(primary.AutoPublicIp);
    }

    [Fact]
    public async Task A_spot_instance_is_contained_without_termination_protection()
    {
        var instance = _run.Account.AddInstance(spot: true);

        Ec2Run.AssertVerified(await _run.IsolateAsync(instance.Id));

        Assert.False(instance.DisableApiTermination);
        Assert.All(instance.BlockDevices, d => Assert.False(d.DeleteOnTermination));
    }

    [Fact]
    public async Task Neither_a_shutdown_from_inside_nor_a_termination_takes_the_evidence_and_a_release_puts_all_of_it_back()
    {
        Prepare();
        var instance = _run.Account.AddInstance(volumes: 3);
        instance.ShutdownBehavior = "terminate";
        instance.BlockDevices[1].DeleteOnTermination = false;

        var record = await _run.IsolateAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        Assert.Equal("stop", instance.ShutdownBehavior);
        Assert.All(instance.BlockDevices, d => Assert.False(d.DeleteOnTermination));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task Evidence_is_kept_only_after_the_containing_calls()
    {
        Prepare();
        var instance = _run.Account.AddInstance(interfaces: 2, volumes: 2);

        await _run.IsolateAsync(instance.Id);

        var changes = _run.Sandbox.Calls.Where(c => c.Changes).Select(c => c.Operation).ToList();
        Assert.Equal(["ModifyNetworkInterfaceAttribute", "ModifyNetworkInterfaceAttribute", "ModifyInstanceAttribute"], changes.Take(3));
    }

    [Fact]
    public async Task A_volume_that_was_detached_since_holds_up_no_release()
    {
        Prepare();
        var instance = _run.Account.AddInstance(volumes: 2);
        var record = await _run.IsolateAsync(instance.Id);
        instance.BlockDevices.RemoveAt(1);

        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));

        Assert.True(Assert.Single(instance.BlockDevices).DeleteOnTermination);
    }

    [Fact]
    public async Task An_instance_whose_evidence_can_not_be_kept_is_contained_all_the_same_and_the_record_says_so()
    {
        var instance = _run.Account.AddInstance();
        _run.Sandbox.Faults.On("ModifyInstanceAttribute", new Fault.Refuse("OperationNotPermitted"), times: 10);

        var record = await _run.IsolateAsync(instance.Id);

        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.Equal([Quarantine().Id], _run.Region.InterfacesOf(instance.Id)[0].Groups);
        Assert.Contains("OperationNotPermitted", record.Changes.Single(c => c.Change.Attribute == nameof(VolumeDeletion)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_an_interface_of_another_service_is_not_contained()
    {
        var instance = _run.Account.AddInstance();
        var managed = _run.Account.AddNetworkInterface(instance.Id, requesterId: "amazon-eks");
        var before = managed.Groups;

        var record = await _run.IsolateAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        Assert.Equal(before, managed.Groups);
        Assert.Contains(record.Steps[0].Survivors, s => s.Contains($"{managed.Id} is NOT contained", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sees_what_is_on_the_second_page()
    {
        await using var run = await Ec2Run.StartAsync(pageSize: 1);
        var groups = new[] { run.Account.AddTargetGroup("a"), run.Account.AddTargetGroup("b"), run.Account.AddTargetGroup("c") };
        var instance = run.Account.AddInstance(interfaces: 3, targetGroups: groups.Select(g => g.Arn));

        Ec2Run.AssertVerified(await run.IsolateAsync(instance.Id));

        Assert.All(groups, g => Assert.Empty(g.Targets));
        Assert.Single(run.Region.InterfacesOf(instance.Id).SelectMany(i => i.Groups).Distinct());
    }

    [Fact]
    public async Task A_second_delivery_changes_nothing()
    {
        var instance = _run.Account.AddInstance(interfaces: 2);
        await _run.IsolateAsync(instance.Id);
        var after = _run.Sandbox.Snapshot();
        var calls = _run.Sandbox.Calls.Count;

        var record = await _run.IsolateAsync(instance.Id);

        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.Equal(after, _run.Sandbox.Snapshot());
        Assert.DoesNotContain(_run.Sandbox.Calls.Skip(calls), c => c.Changes);
    }

    [Fact]
    public async Task A_failed_read_is_unknown_and_changes_nothing()
    {
        var instance = _run.Account.AddInstance();
        var before = _run.Sandbox.Snapshot();
        _run.Sandbox.Faults.On("DescribeNetworkInterfaces", Fault.AccessDenied);

        var record = await _run.IsolateAsync(instance.Id);

        Assert.Equal(StepOutcome.Unknown, Assert.Single(record.Steps).Outcome);
        Assert.Equal(before, _run.Sandbox.Snapshot());
    }

    [Theory]
    [InlineData("DescribeAutoScalingInstances", "Auto Scaling could not be read")]
    [InlineData("DescribeTargetGroups", "Load balancers could not be read")]
    [InlineData("DescribeTargetHealth", "Load balancers could not be read")]
    [InlineData("DescribeInstanceAttribute", "Termination protection could not be read")]
    [InlineData("DescribeInstanceAttribute", "Shutdown behaviour could not be read")]
    public async Task A_failed_read_of_what_only_best_effort_needs_is_said_and_stops_nothing(string operation, string said)
    {
        var group = _run.Account.AddTargetGroup("web");
        var instance = _run.Account.AddInstance(targetGroups: [group.Arn]);
        _run.Sandbox.Faults.On(operation, Fault.AccessDenied, times: 10);

        var record = await _run.IsolateAsync(instance.Id);

        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.Equal([Quarantine().Id], _run.Region.InterfacesOf(instance.Id)[0].Groups);
        Assert.Contains(record.Steps[0].Survivors, s => s.StartsWith(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_elastic_ip_that_stays_fails_the_run_and_nothing_else_and_the_next_delivery_takes_it_away()
    {
        var instance = _run.Account.AddInstance(elasticIp: true);
        _run.Sandbox.Faults.On("DisassociateAddress", new Fault.Refuse("InternalError", 500), times: 10);

        var failed = await _run.IsolateAsync(instance.Id, """{"flows":"cut"}""");

        Assert.Equal(ExecutionState.Failed, failed.State);
        Assert.Contains("InternalError", failed.Failure, StringComparison.Ordinal);
        Assert.Equal([Quarantine().Id], _run.Region.InterfacesOf(instance.Id)[0].Groups);
        Assert.All(failed.Changes.Where(c => c.Change.Attribute != nameof(AddressAssociation)), c => Assert.Equal(ChangeStatus.Verified, c.Status));

        _run.Sandbox.Faults.Clear();
        Ec2Run.AssertVerified(await _run.IsolateAsync(instance.Id, """{"flows":"cut"}"""));
        Assert.Null(Assert.Single(_run.Region.Addresses.Values).NetworkInterfaceId);
    }

    [Fact]
    public async Task Does_not_apply_to_an_instance_that_is_gone()
    {
        var record = await _run.IsolateAsync(Some.InstanceId);

        Assert.Equal(StepOutcome.NotApplicable, Assert.Single(record.Steps).Outcome);
    }

    [Fact]
    public async Task Needs_exactly_the_actions_that_it_declares()
    {
        string[] steps = ["isolate-instance", "snapshot-volumes"];
        await using var run = await Ec2Run.StartRestrictedAsync(steps);
        var target = run.Account.AddTargetGroup("t");
        run.Account.AddAutoScalingGroup("web", desired: 2, targetGroups: [target.Arn]);
        var instance = run.Account.AddInstance(interfaces: 2, elasticIp: true, autoScalingGroup: "web", targetGroups: [target.Arn]);
        var halfBuilt = run.Account.AddVpc(ipv6: true);
        run.Account.AddSecurityGroup(QuarantineChoice.UsualName, halfBuilt.Id, tags: OwnTags(), rules:
            [.. SecurityGroupRule.Defaults(halfBuilt), SecurityGroupRule.Defaults(halfBuilt).First() with { IsEgress = false }]);
        var second = run.Account.AddInstance(vpc: halfBuilt.Id);

        foreach (var id in new[] { instance.Id, second.Id })
        {
            var record = await Isolate(run, id, CancellationToken.None);
            Ec2Run.AssertVerified(record);
            Ec2Run.AssertReleased(await run.ReleaseAsync(record));
        }

        var granted = PermissionPolicy.Of(steps.Select(RemediationCatalogue.Get)).Select(p => p.Action).Distinct().Order(StringComparer.Ordinal);
        var used = run.Sandbox.Calls.SelectMany(c => c.Checks).Select(c => c.Action).Where(a => !a.StartsWith("sts:", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(granted, used);
    }

    /// <summary>Everything at once: the most calls, so the most places to die at.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Survives_the_death_of_its_process_around_every_call(bool afterEffect)
    {
        var position = 0;
        bool died;
        do
        {
            await using var run = await Ec2Run.StartAsync();
            var target = run.Account.AddTargetGroup("t");
            run.Account.AddAutoScalingGroup("web", min: 0, desired: 2, targetGroups: [target.Arn]);
            var instance = run.Account.AddInstance(interfaces: 2, elasticIp: true, autoScalingGroup: "web", targetGroups: [target.Arn]);
            died = await DieAsync(run, instance.Id, ++position, afterEffect);

            var record = await Isolate(run, instance.Id, CancellationToken.None);
            Ec2Run.AssertVerified(record);
            Assert.Single(run.Region.Snapshots);
            Ec2Run.AssertReleased(await run.ReleaseAsync(record));
            Assert.All(run.Differences(), l => Assert.Matches("securityGroups/|/snapshots", l));
            Assert.Single(run.Region.SecurityGroups.Values, g => g.Name == QuarantineChoice.UsualName);
        }
        while (died);

        Assert.True(position > 20, $"only {position} calls");
    }

    private static async Task<bool> DieAsync(Ec2Run run, string instanceId, int position, bool afterEffect)
    {
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.At(position, new Fault.Kill(afterEffect, process.Cancel));
        try
        {
            await Isolate(run, instanceId, process.Token);
        }
        catch (OperationCanceledException)
        {
        }

        run.Sandbox.Faults.Clear();
        return process.IsCancellationRequested;
    }

    private static Task<ExecutionRecord> Isolate(Ec2Run run, string instanceId, CancellationToken cancel) =>
        run.RespondAsync(instanceId, cancel, ("isolate-instance", """{"flows":"cut"}"""), ("snapshot-volumes", null));

    private void Prepare() => _run.Account.AddSecurityGroup(QuarantineChoice.UsualName, tags: OwnTags(), rules: []);

    private static Tags OwnTags() => new() { [EngineTags.Role] = EngineTags.Quarantine };

    private SecurityGroup Quarantine() => _run.Region.SecurityGroups.Values.Single(g => g.Tags.GetValueOrDefault(EngineTags.Role) == EngineTags.Quarantine);

    private void AssertOnlyTheQuarantineGroupIsNew() =>
        Assert.Contains($"securityGroups/{Quarantine().Id}", Assert.Single(_run.Differences()), StringComparison.Ordinal);
}
