using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Lambda;

public sealed class IsolateFunctionTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(20)]
    [InlineData(0)]
    public async Task A_function_stops_and_a_release_brings_back_exactly_what_was(int? reserved)
    {
        var function = _sandbox.Account.AddFunction("orders", reserved, ["Enabled", "Disabled"], new Tags { ["team"] = "shop" });
        SandboxAccount.OpenFunction(function);
        var before = _sandbox.Snapshot();
        var trial = Trial("orders");

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("shop", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        Assert.Equal("orders-role", Assert.Single(observation.Touched).Name);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal(0, function.ReservedConcurrency);
        Assert.All(function.EventSources.Values, s => Assert.Equal("Disabled", s));
        Assert.Empty(function.Policy);
        var cut = Assert.Single(_sandbox.Account.Roles["orders-role"].Policies).Value;
        Assert.Contains($"{_sandbox.Account.Roles["orders-role"].Id}:orders", cut, StringComparison.Ordinal);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    /// <summary>Known by the name of a session alone, which whoever may assume a role chooses.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("""{"sessions":"none"}""")]
    public async Task A_function_whose_credentials_were_used_elsewhere_is_stopped_where_it_works_with_their_role(string options)
    {
        _sandbox.Account.AddFunction("orders");
        StepTrial Of(string role) => new(
            _sandbox.Session(), new IsolateFunction(), StepTrial.Resource(ResourceKinds.Function, "orders", (ResourceDetails.PrincipalId, $"{role}:orders")), options.Length == 0 ? null : options);

        Assert.Contains(nameof(FunctionConcurrency), (await Of(_sandbox.Account.Roles["orders-role"].Id).PlanAsync()).Changes.Select(c => c.Attribute));
        Assert.Contains("only bears its name", await Of("AROAEXAMPLEROLEID002").NotApplicableAsync(), StringComparison.Ordinal);

        // A role that is only compared is not changed, so that its protection stops nothing.
        Assert.Equal(options.Length == 0 ? 1 : 0, (await Of(_sandbox.Account.Roles["orders-role"].Id).ObserveAsync()).Touched.Length);
    }

    [Fact]
    public async Task A_run_that_died_halfway_is_taken_up()
    {
        var function = _sandbox.Account.AddFunction("orders", eventSources: ["Enabled"]);
        SandboxAccount.OpenFunction(function);
        var trial = Trial("orders");
        var plan = await trial.PlanAsync();
        function.ReservedConcurrency = 0;
        function.Policy.Clear();

        await trial.ApplyAsync(plan);

        Assert.Equal("Disabled", Assert.Single(function.EventSources).Value);
        Assert.DoesNotContain(_sandbox.Calls, c => c.Operation is "PutFunctionConcurrency" or "RemovePermission");
    }

    [Fact]
    public async Task Statements_for_named_principals_stay_and_one_that_cannot_be_put_back_exactly_is_told()
    {
        var function = _sandbox.Account.AddFunction("orders");
        function.Policy["s3"] = Statement("s3", new JsonObject { ["Service"] = "s3.amazonaws.com" });
        function.Policy["wide"] = Statement("wide", new JsonObject { ["AWS"] = "*" });

        var plan = await Trial("orders").PlanAsync();

        Assert.DoesNotContain(plan.Changes, c => c.Attribute == nameof(FunctionStatement));
        Assert.Contains(plan.Survivors, s => s.Contains("statement wide", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Survivors, s => s.Contains("statement s3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_playbook_can_leave_event_sources_statements_and_sessions_alone()
    {
        SandboxAccount.OpenFunction(_sandbox.Account.AddFunction("orders", eventSources: ["Enabled"]));

        var plan = await Trial("orders", """{"eventSources":false,"publicStatements":false,"sessions":"none"}""").PlanAsync();

        Assert.Equal(nameof(FunctionConcurrency), Assert.Single(plan.Changes).Attribute);
    }

    [Fact]
    public async Task All_sessions_of_the_role_are_cut_where_the_playbook_says_so()
    {
        _sandbox.Account.AddFunction("orders");

        var plan = await Trial("orders", """{"sessions":"role"}""").PlanAsync();

        Assert.NotNull(RoleSessionCutoff.Instant(plan.Changes.Single(c => c.Attribute == nameof(RoleSessionCutoff)).After));
    }

    [Fact]
    public async Task A_mapping_that_is_being_disabled_counts_as_disabled_and_one_being_deleted_is_left()
    {
        _sandbox.Account.AddFunction("orders", eventSources: ["Disabling", "Deleting"]);

        var change = (await Trial("orders").PlanAsync()).Changes.Single(c => c.Attribute == nameof(EventSourceState));

        Assert.True(change.IsSatisfied);
        Assert.True(new EventSourceState().Matches(AttributeValue.Of("Disabling"), EventSourceState.Disabled));
        Assert.False(new EventSourceState().Matches(AttributeValue.Of("Enabling"), EventSourceState.Disabled));
    }

    [Fact]
    public async Task Every_page_of_event_sources_is_read()
    {
        await using var paging = await SandboxServer.StartAsync(new SandboxOptions { PageSize = 1 });
        paging.Account.AddFunction("orders", eventSources: ["Enabled", "Enabled", "Enabled"]);

        var plan = await StepTrial.On(paging, new IsolateFunction(), StepTrial.Resource(ResourceKinds.Function, "orders")).PlanAsync();

        Assert.Equal(3, plan.Changes.Count(c => c.Attribute == nameof(EventSourceState)));
    }

    [Fact]
    public async Task A_deleted_function_and_a_hostile_name_are_not_applicable()
    {
        Assert.Contains("(any more)", await Trial("orders").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("valid name", await Trial("orders/../*").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unread_tags_are_unknown_and_a_failed_read_is_no_plan()
    {
        _sandbox.Account.AddFunction("orders");
        _sandbox.Faults.On("ListTags", Fault.AccessDenied);
        Assert.IsType<TagReading.Unknown>((await Trial("orders").ObserveAsync()).Tags);

        _sandbox.Faults.On("GetPolicy", Fault.AccessDenied);
        Assert.IsType<StepPlan.Unknown>((await Trial("orders").ObserveAsync()).Plan);
    }

    [Fact]
    public void The_action_role_may_change_only_mappings_of_functions_of_its_account() =>
        Assert.Contains("\"arn:aws:lambda:*:111122223333:function:*\"", PermissionPolicy.ForRole([new IsolateFunction()], "aws", "111122223333"), StringComparison.Ordinal);

    private static JsonObject Statement(string sid, JsonNode principal) =>
        new() { ["Sid"] = sid, ["Effect"] = "Allow", ["Principal"] = principal, ["Action"] = "lambda:InvokeFunction", ["Resource"] = "arn:aws:lambda:eu-west-1:111122223333:function:orders" };

    private StepTrial Trial(string name, string? options = null) => StepTrial.On(_sandbox, new IsolateFunction(), StepTrial.Resource(ResourceKinds.Function, name), options);
}
