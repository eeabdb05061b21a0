using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Remediations;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>A permission set of IAM Identity Center that others work on while one of its users is denied.</summary>
public sealed class IdentityCenterTests
{
    private const string Arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef";
    private const string UserId = "AROACKCEVSQ6C2EXAMPLE:alice@example.com";
    private const string Team = """{"Sid":"Team","Effect":"Allow","Action":"s3:*","Resource":"*"}""";

    private static Incident User { get; } = new("Identity Center user", "guardduty/role-credential-exfiltration.json", Seed, Problems)
    {
        Steps = [new PlaybookStep("deny-identity-center-user", null)],
        Adapt = (_, finding) => finding with { Resources = [StepTrial.Resource(ResourceKinds.Role, "AWSReservedSSO_Power_User_0123456789abcdef", (ResourceDetails.PrincipalId, UserId))] },
    };

    [Fact]
    public async Task An_edit_by_others_that_is_not_provisioned_is_no_undoing()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        Edit(run);
        var calls = run.Sandbox.Calls.Count;

        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task An_edit_by_others_that_is_not_provisioned_does_not_stop_a_release()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        Edit(run);

        var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;

        Assert.True(record.State == ExecutionState.Released, $"{record.State}: {record.Failure}");
        Assert.Equal("Team", (string?)Statements(run.Account.PermissionSets[Arn].Accounts[Some.Account]).Single()!["Sid"]);
    }

    [Fact]
    public async Task A_deny_that_somebody_took_out_of_the_permission_set_is_told_and_made_again()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        run.Account.PermissionSets[Arn].InlinePolicy = null;

        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };
        await run.DeliverAsync();

        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside, NoticeKind.Contained], run.News);
        run.AssertContained();
    }

    private static async Task<ScenarioRun> StartAsync()
    {
        // Alone: what the session left behind is another playbook's.
        var run = await ScenarioRun.StartAsync(User, p => p with { Beside = false });
        run.Account.AddRole("RemediatorAction", policy: PermissionPolicy.ForRole([new DenyIdentityCenterUser()], "aws", Some.Account));
        return run;
    }

    private static void Seed(Remediator.Cli.Sandbox.SandboxAccount account)
    {
        var set = new PermissionSet { Name = "Power_User", Arn = Arn };
        set.Accounts[Some.Account] = null;
        account.PermissionSets[Arn] = set;
    }

    /// <summary>Somebody adds a statement to the permission set, and provisions it nowhere.</summary>
    private static void Edit(ScenarioRun run)
    {
        var set = run.Account.PermissionSets[Arn];
        set.InlinePolicy = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. Statements(set.InlinePolicy).Select(s => s!.DeepClone()), JsonNode.Parse(Team)]) }.ToJsonString();
    }

    private static JsonArray Statements(string? policy) => policy is null ? [] : (JsonArray)JsonNode.Parse(policy)!["Statement"]!;

    private static IEnumerable<string> Problems(Remediator.Cli.Sandbox.SandboxAccount account, ExecutionRecord record) =>
        Statements(account.PermissionSets[Arn].Accounts[Some.Account]).Any(s => (string?)s!["Effect"] == "Deny") ? [] : ["the user is not denied"];
}
