using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Iam;

public sealed class CutRoleSessionsTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Denies_sessions_issued_up_to_a_minute_from_now_and_takes_it_back()
    {
        var role = _sandbox.Account.AddRole("deploy", "/ci/", tags: new Tags { ["team"] = "build" });
        var before = _sandbox.Snapshot();
        var trial = Trial(RoleOf("deploy"));

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("build", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        Assert.Equal(Phase.Credentials, Assert.Single(plan.Changes).Phase);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Equal(
            """{"Statement":[{"Action":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-11-01T03:01:00Z"}},"Effect":"Deny","Resource":"*","Sid":"RemediatorCutSessions"}],"Version":"2012-10-17"}""",
            role.Policies["RemediatorCutSessions-rx-0123456789abcdef0123"]);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task For_an_instance_only_its_own_sessions_are_denied()
    {
        var instance = _sandbox.Account.AddInstance(role: "web", tags: new Tags { ["Name"] = "web-1" });
        var trial = Trial(StepTrial.Resource(ResourceKinds.Instance, instance.Id));

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        await trial.ApplyAsync(plan);

        var role = _sandbox.Account.Roles["web"];
        Assert.Equal(RoleSessionCutoff.OfSession($"{role.Id}:{instance.Id}").Json, Assert.Single(role.Policies).Value);
        Assert.Contains($"{{\"StringEquals\":{{\"aws:userid\":\"{role.Id}:{instance.Id}\"}}", Assert.Single(role.Policies).Value, StringComparison.Ordinal);
        Assert.Equal("web-1", Assert.IsType<TagReading.Known>(observation.Tags).Tags["Name"]);
    }

    [Theory]
    [InlineData(null, "web-task")]
    [InlineData("arn:aws:iam::111122223333:role/ops/given-at-start", "given-at-start")]
    public async Task For_a_task_only_its_own_sessions_are_denied_of_the_role_that_it_runs_with(string? given, string name)
    {
        var role = _sandbox.Account.AddRole("web-task");
        role = given is null ? role : _sandbox.Account.AddRole("given-at-start", "/ops/");
        var task = _sandbox.Account.AddTask(tags: new Tags { ["team"] = "shop" });
        task.Role = given;
        var trial = Trial(StepTrial.Resource(ResourceKinds.EcsTask, task.Arn));

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal(name, Assert.Single(observation.Touched).Name);
        Assert.Contains($"{{\"StringEquals\":{{\"aws:userid\":\"{role.Id}:{task.Arn.Split('/')[^1]}\"}}", Assert.Single(role.Policies).Value, StringComparison.Ordinal);
        Assert.Equal("shop", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.UndoAsync(plan);
        Assert.Empty(role.Policies);
    }

    [Fact]
    public async Task A_task_without_a_role_or_that_is_gone_has_no_sessions()
    {
        Assert.Contains("no such task", await Trial(StepTrial.Resource(ResourceKinds.EcsTask, _sandbox.Account.AddTask().Arn)).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("no such task", await Trial(StepTrial.Resource(ResourceKinds.EcsTask, "arn:aws:ecs:eu-west-1:111122223333:task/web/gone")).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_of_an_instance_is_recognized_in_a_finding_about_the_role()
    {
        var role = _sandbox.Account.AddRole("web");

        var plan = await Trial(RoleOf("web", $"{role.Id}:{Some.InstanceId}")).PlanAsync();

        Assert.Equal(RoleSessionCutoff.OfSession($"{role.Id}:{Some.InstanceId}"), plan.Changes[0].After);
    }

    [Theory]
    [InlineData("auto", "deploy-1", "time")]
    [InlineData("session", "deploy-1", "session")]
    [InlineData("role", "deploy-1", "time")]
    [InlineData("role", "i-0a1b2c3d4e5f60718", "time")]
    [InlineData("instance", "i-0a1b2c3d4e5f60718", "session")]
    [InlineData("instance", "deploy-1", null)]
    [InlineData("session", null, null)]
    [InlineData("auto", "${aws:username}", "time")]
    [InlineData("session", "bad*name", null)]
    public async Task The_scope_decides_whose_sessions_are_cut(string scope, string? session, string? expected)
    {
        var role = _sandbox.Account.AddRole("web");

        var plan = (await Trial(RoleOf("web", session is null ? null : $"{role.Id}:{session}"), $$"""{"scope":"{{scope}}"}""").ObserveAsync()).Plan;

        Assert.Equal(expected, plan is StepPlan.Planned p ? RoleSessionCutoff.Instant(p.Changes[0].After) is null ? "session" : "time" : null);
    }

    [Fact]
    public async Task Where_a_function_s_session_is_denied_by_its_name_people_learn_that_it_goes_on_running()
    {
        var role = _sandbox.Account.AddRole("image-resizer-role");

        var plan = await Trial(RoleOf("image-resizer-role", $"{role.Id}:image-resizer"), """{"scope":"session"}""").PlanAsync();

        Assert.Equal(RoleSessionCutoff.OfSession($"{role.Id}:image-resizer"), plan.Changes[0].After);
        Assert.Contains(plan.Survivors, s => s.StartsWith("A function or task that works under this name is not stopped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_profile_of_the_finding_counts_too_when_the_instance_has_lost_it()
    {
        var other = _sandbox.Account.AddInstance(role: "web");
        var instance = _sandbox.Account.AddInstance();
        var resource = StepTrial.Resource(
            ResourceKinds.Instance, instance.Id, (ResourceDetails.InstanceProfileArn, $"arn:aws:iam::{_sandbox.Account.Id}:instance-profile/web"));

        var plan = await Trial(resource).PlanAsync();

        Assert.StartsWith("web#", Assert.Single(plan.Changes).Target.Id, StringComparison.Ordinal);
        Assert.NotEqual(other.Id, instance.Id);
    }

    [Fact]
    public async Task Two_executions_on_one_role_keep_out_of_each_others_way()
    {
        var role = _sandbox.Account.AddRole("web");
        var first = Trial(RoleOf("web"));
        var second = new StepTrial(_sandbox.Session(), new CutRoleSessions(), RoleOf("web")) { ExecutionId = "rx-second" };
        var (one, two) = (await first.PlanAsync(), await second.PlanAsync());

        await first.ApplyAsync(one);
        await second.ApplyAsync(two);
        await first.UndoAsync(one);

        Assert.Equal("RemediatorCutSessions-rx-second", Assert.Single(role.Policies).Key);
        await second.AssertInPlaceAsync(two);
    }

    [Fact]
    public async Task A_second_run_keeps_the_first_cut_unless_the_finding_saw_the_role_at_work_since()
    {
        _sandbox.Account.AddRole("web");
        var trial = Trial(RoleOf("web"));
        await trial.ApplyAsync(await trial.PlanAsync());

        var later = new StepTrial(_sandbox.Session(), new CutRoleSessions(), RoleOf("web")) { Now = Some.Time.AddHours(6), UpdatedAt = Some.Time };
        Assert.True((await later.PlanAsync()).AlreadyCompliant);

        var seenSince = new StepTrial(_sandbox.Session(), new CutRoleSessions(), RoleOf("web")) { Now = Some.Time.AddHours(6), UpdatedAt = Some.Time.AddHours(5) };
        Assert.Equal(RoleSessionCutoff.IssuedBefore(Some.Time.AddHours(6).AddMinutes(1)), (await seenSince.PlanAsync()).Changes[0].After);
    }

    [Theory]
    [InlineData("AWSServiceRoleForSupport", "/aws-service-role/support.amazonaws.com/", "service-linked")]
    [InlineData("AWSReservedSSO_Admin_0123456789abcdef", "/aws-reserved/sso.amazonaws.com/", "Identity Center")]
    public async Task Roles_that_nobody_can_change_are_not_applicable(string name, string path, string reason)
    {
        _sandbox.Account.AddRole(name, path);

        Assert.Contains(reason, await Trial(RoleOf(name)).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_made_anew_under_the_name_of_a_deleted_one_is_not_touched()
    {
        _sandbox.Account.AddRole("web");

        Assert.Contains("was deleted", await Trial(RoleOf("web", "AROAEXAMPLEROLEID001:s1")).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_role_an_invalid_name_and_an_instance_without_a_profile_are_not_applicable()
    {
        var instance = _sandbox.Account.AddInstance();

        Assert.Contains("no role web", await Trial(RoleOf("web")).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("valid IAM role name", await Trial(RoleOf("we b")).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("no instance profile", await Trial(StepTrial.Resource(ResourceKinds.Instance, instance.Id)).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetRole")]
    [InlineData("ListRolePolicies")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        _sandbox.Account.AddRole("web");
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(RoleOf("web")).ObserveAsync()).Plan);
    }

    private static ResourceRef RoleOf(string name, string? principal = null) =>
        StepTrial.Resource(ResourceKinds.Role, name, (ResourceDetails.UserType, "AssumedRole"), (ResourceDetails.PrincipalId, principal ?? ""));

    private StepTrial Trial(ResourceRef resource, string? options = null) => StepTrial.On(_sandbox, new CutRoleSessions(), resource, options);
}
