using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>A second finding about an instance that behaves unusually raises the response to it.</summary>
public sealed class CorroboratedTests
{
    private static readonly string[] First = ["snapshot-volumes", "tag-resource"];
    private static readonly string[] Second = [.. First, "isolate-instance", "cut-role-sessions"];
    private static readonly Incident Suspicious = Incidents.Instance with { Name = "suspicious", Sample = "guardduty/unusual-dns-resolver.json", Steps = [] };

    [Fact]
    public async Task The_first_finding_plans_snapshots_and_a_tag_and_the_second_one_the_isolation_too()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        Assert.Equal(First, Steps(await DeliverAsync(run)));

        Report(run, "second");
        var second = await DeliverAsync(run);

        Assert.Equal(Second, Steps(second));
        Assert.Equal(ExecutionState.Observed, second.State);
        Assert.Contains(second.Changes, c => c.Change.Step == "isolate-instance");
        Assert.Contains("(60ba1c8f2d3e4a5b6c7d8e9f0a1b2108)", second.Corroboration!.Says.Replace("arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(run.ChangesSince(0));
        Assert.All(run.News, n => Assert.Equal(NoticeKind.WouldRespond, n));
        Assert.Contains(new NoticeRenderer().Render(Outbox.For(second)[0]).Facts, f => f.Label == "Corroborated" && f.Value == second.Corroboration.Says);
    }

    /// <summary>GuardDuty calls the database the target of both; after the first login it is more than that.</summary>
    [Fact]
    public async Task A_login_through_Tor_after_a_successful_brute_force_asks_for_the_rotation_of_the_password()
    {
        await using var run = await ScenarioRun.StartAsync(new Incident("database", "guardduty/rds-login.json", SeedDatabase, (_, _) => []));
        run.Finding = run.Finding with { Id = "brute-force", Type = "CredentialAccess:RDS/AnomalousBehavior.SuccessfulBruteForce" };
        Assert.Equal(["make-database-private"], Steps(await DeliverAsync(run)));
        run.Finding = run.Finding with { Id = "tor", Type = "CredentialAccess:RDS/TorIPCaller.SuccessfulLogin", UpdatedAt = run.Time.GetUtcNow() };

        var record = await DeliverAsync(run);

        Assert.Equal(["make-database-private", "rotate-master-password"], Steps(record));
        Assert.Equal(ExecutionState.AwaitingApproval, record.State);
    }

    [Fact]
    public async Task A_raised_answer_is_carried_out_with_the_permissions_of_the_role_and_can_be_undone()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        await DeliverAsync(run);
        Report(run, "second");

        var record = await DeliverAsync(run, PlaybookMode.Enforce);

        Assert.True(record.State == ExecutionState.Verified, record.Failure);
        Assert.Equal(Second, Steps(record));
        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(record.Id)).Record.State);
        Assert.Empty(run.Left());
    }

    [Fact]
    public async Task What_was_begun_is_finished_though_the_other_finding_was_resolved_meanwhile()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        await DeliverAsync(run);
        var first = run.Finding;
        Report(run, "second");
        run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", Fault.AccessDenied);
        Assert.Equal(ExecutionState.Failed, (await DeliverAsync(run, PlaybookMode.Enforce)).State);
        var second = run.Finding;
        run.Finding = first;
        await ResolveAsync(run);
        run.Finding = second;
        run.Sandbox.Faults.Clear();

        var record = await DeliverAsync(run, PlaybookMode.Enforce);

        Assert.True(record.State == ExecutionState.Verified, record.Failure);
        Assert.Equal(Second, Steps(record));
    }

    [Fact]
    public async Task The_mode_is_raised_to_that_of_the_rule_and_people_are_asked()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious, p => p.Corroborated is { } rule ? p with { Corroborated = rule with { Mode = PlaybookMode.Approve } } : p);
        await DeliverAsync(run);
        Report(run, "second");

        var record = await DeliverAsync(run);

        Assert.Equal((ExecutionState.AwaitingApproval, PlaybookMode.Approve), (record.State, record.Mode));
        Assert.Equal(Second, Steps(record));
    }

    [Fact]
    public async Task An_update_of_the_same_finding_raises_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        await DeliverAsync(run);
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };

        var record = await DeliverAsync(run);

        Assert.Equal(First, Steps(record));
        Assert.Null(record.Corroboration);
    }

    [Fact]
    public async Task A_finding_outside_the_window_raises_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        await DeliverAsync(run);
        run.Time.Advance(TimeSpan.FromHours(24));
        Report(run, "second");

        Assert.Equal(First, Steps(await DeliverAsync(run)));
    }

    [Theory]
    [InlineData("inspector2/vulnerable-instance.json")]
    [InlineData("guardduty/port-scan-target.json")]
    public async Task A_vulnerability_of_the_instance_or_an_attack_upon_it_raises_nothing(string sample)
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        var suspicious = run.Finding;
        run.Finding = Shipped.Finding(sample) with { UpdatedAt = run.Time.GetUtcNow() };
        Assert.Equal(suspicious.Resources[0].Id, (await DeliverAsync(run)).Resource.Id);
        run.Finding = suspicious with { UpdatedAt = run.Time.GetUtcNow() };

        var record = await DeliverAsync(run);

        Assert.Equal(First, Steps(record));
        Assert.Null(record.Corroboration);
    }

    [Fact]
    public async Task A_sample_raises_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        run.Finding = run.Finding with { IsSample = true };
        await DeliverAsync(run);
        Report(run, "second");
        run.Finding = run.Finding with { IsSample = false };

        Assert.Equal(First, Steps(await DeliverAsync(run)));
    }

    [Fact]
    public async Task A_finding_that_its_source_has_settled_raises_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        await DeliverAsync(run);
        await ResolveAsync(run);
        Report(run, "second");

        Assert.Equal(First, Steps(await DeliverAsync(run)));
    }

    [Fact]
    public async Task Where_the_ledger_can_not_be_asked_nothing_is_raised_and_people_read_that_it_is_not_known()
    {
        await using var run = await ScenarioRun.StartAsync(Suspicious);
        await DeliverAsync(run);
        Report(run, "second");
        run.Ledger.ListingFails = true;

        var record = await DeliverAsync(run);

        Assert.Equal(First, Steps(record));
        Assert.False(record.Corroboration!.IsRaised);
        Assert.Contains("the ledger is away", record.Corroboration.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_playbook_that_does_not_ask_reads_nothing_of_other_findings()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        run.Ledger.ListingFails = true;

        Assert.Null((await run.ContainAsync()).Corroboration);
    }

    private static void SeedDatabase(SandboxAccount account)
    {
        var (here, group) = (account.Region(Some.Region), account.AddSecurityGroup("db", region: Some.Region));
        var secret = new StoredSecret("rds!db-orders", $"arn:aws:secretsmanager:{Some.Region}:{account.Id}:secret:rds!db-orders-SaNdBx", "hunter2") { RotationEnabled = true, OwningService = "rds" };
        here.Secrets[secret.Name] = secret;
        here.Databases["orders"] = new Database { Id = "orders", VpcId = group.VpcId, Groups = [group.Id], PubliclyAccessible = true, PasswordSecret = secret.Arn };
    }

    private static void Report(ScenarioRun run, string id) =>
        run.Finding = run.Finding with { Id = id, Type = "Behavior:EC2/TrafficVolumeUnusual", Status = FindingStatus.Active, UpdatedAt = run.Time.GetUtcNow() };

    private static async Task ResolveAsync(ScenarioRun run)
    {
        run.Finding = run.Finding with { Status = FindingStatus.Resolved, UpdatedAt = run.Time.GetUtcNow() };
        Assert.IsType<Response.Unmatched>(Assert.Single(await run.RespondAsync()));
    }

    private static async Task<ExecutionRecord> DeliverAsync(ScenarioRun run, PlaybookMode? mode = null) =>
        Assert.IsType<RunResult.Ran>(await run.DeliverAsync(mode)).Record;

    private static IEnumerable<string> Steps(ExecutionRecord record) => record.Steps.Select(s => s.Remediation);
}
