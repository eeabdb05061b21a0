using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>What a principal made to come back by is told beside its containment, and neither holds that up nor calls it failed.</summary>
public sealed class LeftBehindTests
{
    private static Dictionary<string, Incident> Incident { get; } = new(StringComparer.Ordinal)
    {
        ["key"] = Incidents.AccessKey,
        ["role"] = IncidentVariants.RoleSession,
        ["exposed key"] = Incidents.AccessKey with { Sample = "health/exposed-key.json" },
    };

    public static TheoryData<string> Principals { get; } = [.. Incident.Keys];

    [Theory]
    [MemberData(nameof(Principals))]
    public async Task What_the_principal_made_is_listed_in_the_message_of_its_containment(string principal)
    {
        await using var run = await StartAsync(principal);

        var notice = Told(await run.ContainAsync());

        Assert.StartsWith("Contained: ", notice.Headline, StringComparison.Ordinal);
        Assert.EndsWith("user backup (CreateUser at 2026-11-01 02:10 UTC): deny-user on it.", Assert.Single(notice.LeftBehind), StringComparison.Ordinal);
        Assert.Equal($"remediator contain arn:aws:iam::{run.Finding.Account}:user/backup --step deny-user --incident {notice.Incident.Id}", Assert.Single(notice.FollowUps));
    }

    [Theory]
    [MemberData(nameof(Principals))]
    public async Task Where_it_can_not_be_looked_up_the_principal_is_contained_and_the_message_says_that_it_is_not_known(string principal)
    {
        await using var run = await StartAsync(principal);
        run.Sandbox.Faults.On("LookupEvents", Fault.AccessDenied, times: 9);

        Assert.False(Assert.Single(await run.RespondAsync()).NeedsRedelivery);

        Assert.Equal([NoticeKind.Contained], run.News);
        var notice = Told(await run.RecordAsync());
        Assert.StartsWith("Contained: ", notice.Headline, StringComparison.Ordinal);
        Assert.StartsWith("What the principal left behind is not known: ", Assert.Single(notice.LeftBehind), StringComparison.Ordinal);
        Assert.Empty(notice.NotDone);
        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
    }

    [Fact]
    public async Task The_principal_is_contained_before_anything_is_looked_up()
    {
        await using var run = await StartAsync("key");

        await run.ContainAsync();

        var calls = run.Sandbox.Calls.Select(c => c.Operation).ToList();
        Assert.True(calls.IndexOf("LookupEvents") > calls.IndexOf("UpdateAccessKey"), string.Join(", ", calls));
    }

    [Fact]
    public async Task It_is_told_of_what_is_only_observed_too()
    {
        await using var run = await StartAsync("key");

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync(PlaybookMode.Observe)).Record;

        Assert.Equal((ExecutionState.Observed, 1), (record.State, Told(record).LeftBehind.Length));
    }

    [Fact]
    public async Task A_plan_that_people_are_asked_about_does_not_change_by_it()
    {
        await using var run = await StartAsync("key");
        var asked = Assert.IsType<RunResult.Ran>(await run.DeliverAsync(PlaybookMode.Approve)).Record;
        run.Account.Region("us-east-1").Trail.Clear();
        run.Sandbox.Faults.On("LookupEvents", Fault.AccessDenied, times: 9);

        await run.DeliverAsync(PlaybookMode.Approve);

        Assert.Equal(asked.Approval!.Hash, (await run.RecordAsync()).Approval!.Hash);
        Assert.Equal([NoticeKind.ApprovalNeeded], run.News);
    }

    [Fact]
    public async Task Of_a_role_that_is_gone_it_is_told_what_it_left()
    {
        await using var run = await StartAsync("role");
        run.Account.Roles.Remove(Incidents.InstanceRole);

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal((ExecutionState.Refused, 1), (record.State, Told(record).LeftBehind.Length));
    }

    [Fact]
    public async Task What_was_found_is_not_forgotten_where_a_later_look_fails()
    {
        await using var run = await StartAsync("key");
        run.Sandbox.Faults.On("UpdateAccessKey", Fault.AccessDenied, times: 9);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        run.Sandbox.Faults.Clear();
        run.Sandbox.Faults.On("LookupEvents", Fault.AccessDenied, times: 9);

        Assert.Contains("user backup", Assert.Single(Told(await run.ContainAsync()).LeftBehind), StringComparison.Ordinal);
    }

    private static async Task<ScenarioRun> StartAsync(string principal)
    {
        var run = await ScenarioRun.StartAsync(Incident[principal]);
        var (name, identity) = principal == "role"
            ? (Some.InstanceId, """{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"userName":"web-server"}}}""")
            : (Incidents.User, """{"type":"IAMUser"}""");
        run.Account.Region("us-east-1").Trail.Add(new TrailEvent(name, "")
        {
            Document = $$$"""{"eventName":"CreateUser","eventSource":"iam.amazonaws.com","eventTime":"2026-11-01T02:10:00Z","userIdentity":{{{identity}}},"requestParameters":{"userName":"backup"}}""",
        });
        return run;
    }

    private static Notice Told(ExecutionRecord record) => new NoticeRenderer().Render(Outbox.For(record)[0]);
}
