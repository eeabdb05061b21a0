using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>The flagship responses from the event to the account and back.</summary>
public sealed class ContainmentTests
{
    public static TheoryData<string> Flagships { get; } = [.. Incidents.Flagships.Select(i => i.Name)];

    [Fact]
    public async Task Both_interfaces_of_an_instance_move_into_an_empty_quarantine_group()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);

        var response = Assert.IsType<Response.Ran>(Assert.Single(await run.DeliverAsync(Shipped.Document(run.Incident.Sample))));

        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(response.Result).Record.State);
        var quarantine = Assert.Single(Incidents.QuarantineGroups(run.Account));
        Assert.Empty(quarantine.Rules);
        var interfaces = run.Region.InterfacesOf(Some.InstanceId);
        Assert.Equal(2, interfaces.Count);
        Assert.All(interfaces, i => Assert.Equal([quarantine.Id], i.Groups));
        Assert.Empty(run.Incident.Problems(run.Account, await run.RecordAsync()));
    }

    [Fact]
    public async Task The_key_of_the_finding_is_inactive_and_its_user_denied()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);

        var record = await run.ContainAsync();

        var user = run.Account.Users[Incidents.User];
        Assert.Equal("Inactive", user.AccessKeys[Incidents.Key].Status);
        Assert.Equal("Active", user.AccessKeys[Incidents.OtherKey].Status);
        Assert.Contains(record.Steps[0].Survivors, s => s.Contains(Incidents.OtherKey, StringComparison.Ordinal));
        Assert.Contains("\"Effect\":\"Deny\"", Assert.Single(user.Policies.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_keys_of_a_user_are_inactive_where_the_playbook_says_so()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AllAccessKeys);

        await run.ContainAsync();

        Assert.All(run.Account.Users[Incidents.User].AccessKeys.Values, k => Assert.Equal("Inactive", k.Status));
    }

    [Theory]
    [InlineData("public bucket")]
    [InlineData("half-blocked bucket")]
    public async Task All_four_flags_of_a_public_bucket_are_on(string incident)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident));

        await run.ContainAsync();

        Assert.Equal(PublicAccessBlock.All, run.Account.Buckets[Incidents.Bucket].PublicAccessBlock);
    }

    [Theory]
    [MemberData(nameof(Flagships))]
    public async Task A_release_restores_the_account_exactly(string incident)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident));
        await run.ContainAsync();
        Assert.NotEmpty(run.Left());

        var record = await run.AssertReleasesAsync();

        Assert.DoesNotContain(record.Changes, c => c.Status is ChangeStatus.Drifted or ChangeStatus.Failed);
        Assert.Equal([NoticeKind.Contained, NoticeKind.Released], run.News);
        Assert.IsType<ReleaseResult.NothingToRelease>(await run.ReleaseAsync());
    }

    [Fact]
    public async Task After_a_release_only_evidence_and_the_empty_quarantine_group_remain()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await run.ContainAsync();

        await run.AssertReleasesAsync();

        Assert.Equal(2, run.Region.Snapshots.Count);
        Assert.Empty(Assert.Single(Incidents.QuarantineGroups(run.Account)).Rules);
        Assert.All(run.Differences(), line => Assert.Matches("/snapshots|/securityGroups/|/associationId", line));
    }

    [Fact]
    public async Task In_a_prepared_VPC_a_release_leaves_nothing_at_all()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PreparedInstance);
        await run.ContainAsync();

        await run.AssertReleasesAsync();

        Assert.Empty(run.Differences());
    }

    [Theory]
    [MemberData(nameof(Flagships))]
    public async Task A_second_delivery_changes_nothing_and_says_so(string incident)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident));
        await run.ContainAsync();
        var (calls, account) = (run.Sandbox.Calls.Count, run.Sandbox.Snapshot());

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal(account, run.Sandbox.Snapshot());
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Evidence_is_taken_after_containing_unless_the_playbook_wants_it_first(bool first)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance, p => p with { EvidenceFirst = first });

        await run.ContainAsync();

        var calls = run.Sandbox.Calls.Select(c => c.Operation).ToList();
        Assert.Equal(first, calls.IndexOf("CreateSnapshots") < calls.FindIndex(c => c is "ModifyNetworkInterfaceAttribute" or "EnterStandby" or "DeregisterTargets"));
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task Evidence_that_cannot_be_taken_first_keeps_nothing_from_being_contained()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance, p => p with { EvidenceFirst = true });
        run.Sandbox.Faults.On("CreateSnapshots", Cli.Sandbox.Fault.AccessDenied);

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains("InstanceSnapshots", record.Failure, StringComparison.Ordinal);
        Assert.All([Some.InstanceId], id => Assert.All(run.Region.InterfacesOf(id), i => Assert.Equal(Assert.Single(Incidents.QuarantineGroups(run.Account)).Id, Assert.Single(i.Groups))));
        await run.ContainAsync();
    }

    [Fact]
    public async Task Buckets_of_one_finding_are_contained_each_by_itself()
    {
        const string other = "example-marketing";
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket.With("two buckets", a => a.AddBucket(other, isPublic: true)));
        var first = run.Finding.Resources.Single(r => r.Kind == ResourceKinds.Bucket);
        run.Finding = run.Finding with { Resources = [first, first with { Id = other, Arn = $"arn:aws:s3:::{other}" }] };
        run.Sandbox.Faults.On("PutPublicAccessBlock", Cli.Sandbox.Fault.AccessDenied);

        var responses = await run.RespondAsync();

        Assert.Single(responses, r => r.NeedsRedelivery);
        Assert.Equal([ExecutionState.Verified, ExecutionState.Failed], (await run.RecordsAsync()).Select(r => r.State).Order());
        Assert.Single(run.Account.Buckets.Values, b => b.PublicAccessBlock == PublicAccessBlock.All);

        var again = (await run.RespondAsync()).Cast<Response.Ran>().Select(r => r.Result).ToList();

        Assert.Single(again.OfType<RunResult.AlreadyHandled>());
        Assert.Equal(ExecutionState.Verified, Assert.Single(again.OfType<RunResult.Ran>()).Record.State);
        Assert.All(run.Account.Buckets.Values, b => Assert.Equal(PublicAccessBlock.All, b.PublicAccessBlock));
    }
}
