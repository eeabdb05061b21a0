using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediator.Cli.Containments;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Commands;

/// <summary>contain, and what works on its executions as on any, on the sandbox.</summary>
public sealed class ContainCommandTests : IAsyncLifetime, IDisposable
{
    private const string Backdoor = "arn:aws:iam::111122223333:user/path/backdoor";

    private readonly CommandLine _cli = new();
    private SandboxServer _sandbox = null!;

    private User User => _sandbox.Account.Users["backdoor"];

    private bool IsDenied => User.Policies.Count > 0;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        _sandbox.Account.AddUser("backdoor", ["AKIAIOSFODNN7EXAMPLE"]);
        _cli.At(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Without_enforce_it_shows_the_plan_and_how_to_do_it_and_changes_nothing()
    {
        var before = _sandbox.Snapshot();

        var result = await _cli.RunAsync("contain", Backdoor, "--step", "deny-user");

        Assert.Equal(0, result.Exit);
        Assert.Contains("observed; nothing was changed (a person asked only to look)", result.Shown, StringComparison.Ordinal);
        Assert.Contains("to do it: the same command with --enforce", result.Shown, StringComparison.Ordinal);
        Assert.Contains("->", result.Shown, StringComparison.Ordinal);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task With_enforce_the_user_is_denied_once_listed_told_as_an_incident_and_released()
    {
        var done = await EnforceAsync(Backdoor, "deny-user", "--why", "left by bob, in-0123456789");
        Assert.True(IsDenied);
        var execution = (string)done["execution"]!;
        Assert.Equal(("ran", "Verified", "manual-deny-user", "manual"), ((string?)done["outcome"], (string?)done["state"], (string?)done["playbook"], (string?)done["finding"]!["source"]));

        var calls = _sandbox.Calls.Count;
        var again = await EnforceAsync("user:backdoor", "deny-user", "--why", "left by bob, in-0123456789");
        Assert.Equal(("already-handled", execution), ((string?)again["outcome"], (string?)again["execution"]));
        Assert.DoesNotContain(_sandbox.Calls.Skip(calls), c => c.Changes);

        Assert.Contains(execution, (await _cli.RunAsync("executions")).Shown, StringComparison.Ordinal);
        var story = (await _cli.RunAsync("incident", "show", execution)).Out.ReplaceLineEndings(" ");
        Assert.Contains("left by bob, in-0123456789", story, StringComparison.Ordinal);
        Assert.Contains("by operator arn:aws:", story, StringComparison.Ordinal);
        Assert.Contains("to be told: contained by slack, email", story, StringComparison.Ordinal);

        Assert.Equal(0, (await _cli.RunAsync("release", execution)).Exit);
        Assert.False(IsDenied);
    }

    [Fact]
    public async Task Several_steps_are_one_execution_in_whichever_order_they_are_written()
    {
        var one = await EnforceAsync(Backdoor, "deny-user", "--step", "disable-access-keys: { keys: all, denyUser: false }");
        Assert.True(IsDenied);
        Assert.Equal("Inactive", User.AccessKeys["AKIAIOSFODNN7EXAMPLE"].Status);

        var other = await EnforceAsync(Backdoor, "disable-access-keys: {denyUser: false, keys: all}", "--step", "deny-user");

        Assert.Equal(("already-handled", (string?)one["execution"]), ((string?)other["outcome"], (string?)other["execution"]));
    }

    [Fact]
    public async Task What_can_not_be_undone_waits_for_approval_and_approve_does_it()
    {
        User.PasswordCreated = DateTimeOffset.UnixEpoch;
        var asked = await _cli.RunAsync("contain", Backdoor, "--step", "remove-login-profile", "--enforce");
        Assert.Equal(1, asked.Exit);
        Assert.Contains("which cannot be undone", asked.Shown, StringComparison.Ordinal);
        Assert.NotNull(User.PasswordCreated);

        var approved = await _cli.RunAsync("approve", Id(asked.Shown), "--hash", Hash(asked.Shown));

        Assert.True(approved.Exit == 0, approved.All);
        Assert.Null(User.PasswordCreated);
    }

    [Fact]
    public async Task It_asks_people_where_it_is_told_to()
    {
        var asked = await _cli.RunAsync("contain", Backdoor, "--step", "deny-user", "--ask");

        Assert.Equal(1, asked.Exit);
        Assert.False(IsDenied);
        Assert.Equal(0, (await _cli.RunAsync("approve", Id(asked.Shown), "--hash", Hash(asked.Shown))).Exit);
        Assert.True(IsDenied);
    }

    private static string Hash(string shown) => System.Text.RegularExpressions.Regex.Match(shown, @"--hash\s+([0-9a-f]{12})").Groups[1].Value;

    [Fact]
    public async Task What_follows_upon_an_incident_belongs_to_it_and_is_released_with_it()
    {
        Incidents.PublicBucket.Seed(_sandbox.Account);
        await _cli.RunAsync("respond", "--event", CommandLine.Sample("guardduty/public-bucket.json"), "--enforce");
        var finding = (string)JsonNode.Parse((await _cli.RunAsync("executions", "--json")).Lines[0])!["finding"]!["id"]!;
        var incident = NoticeIncident.IdOf(finding);

        await EnforceAsync(Backdoor, "deny-user", "--incident", incident);

        var shown = (await _cli.RunAsync("incident", "show", incident)).Out;
        Assert.Contains("playbook manual-deny-user", shown.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("playbook s3-", shown.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(0, (await _cli.RunAsync("release", incident)).Exit);
        Assert.False(IsDenied);
    }

    [Fact]
    public async Task A_session_of_a_role_is_cut_alone_by_the_id_that_the_role_has()
    {
        var role = _sandbox.Account.AddRole("deployer");

        var done = await EnforceAsync("arn:aws:sts::111122223333:assumed-role/deployer/mallory", "cut-role-sessions: { scope: session }");

        Assert.Contains($"{role.Id}:mallory", done["changes"]!.ToJsonString(), StringComparison.Ordinal);
        var other = await EnforceAsync("arn:aws:sts::111122223333:assumed-role/deployer/eve", "cut-role-sessions: { scope: session }");
        Assert.NotEqual((string?)done["execution"], (string?)other["execution"]);
        Assert.Contains($"{role.Id}:eve", other["changes"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_of_one_key_in_two_buckets_are_two_and_both_are_quarantined()
    {
        foreach (var name in new[] { "exports-1", "exports-2" })
        {
            _sandbox.Account.AddBucket(name).Objects["a/b"] = "";
        }

        var (one, other) = (await EnforceAsync("AWS::S3::Object:exports-1/a/b", "quarantine-object", "--region", Some.Region), await EnforceAsync("AWS::S3::Object:exports-2/a/b", "quarantine-object", "--region", Some.Region));

        Assert.Equal(("Verified", "Verified"), ((string?)one["state"], (string?)other["state"]));
        Assert.NotEqual((string?)one["execution"], (string?)other["execution"]);
        Assert.All(["exports-1", "exports-2"], b => Assert.NotEmpty(_sandbox.Account.Buckets[b].ObjectTags["a/b"]));
    }

    [Theory]
    [InlineData(ResourceKinds.S3Object, "a/b", ResourceDetails.BucketName, "remediator contain AWS::S3::Object:exports-1/a/b --account 111122223333 --step quarantine-object --enforce")]
    [InlineData(ResourceKinds.Function, "orders", ResourceDetails.UserType, "remediator contain AWS::Lambda::Function:orders --account 111122223333 --region eu-west-1 --step quarantine-object --enforce")]
    public void What_has_no_ARN_is_asked_for_again_by_its_whole_name_and_where_it_is(string kind, string id, string detail, string command) =>
        Assert.Equal(command, ContainText.Of(new ResourceRef(kind, id) { Details = ImmutableDictionary<string, string>.Empty.Add(detail, "exports-1") }, Some.Account, "eu-west-1", [new PlaybookStep("quarantine-object")], null));

    [Fact]
    public async Task What_the_step_needs_and_the_name_does_not_say_is_said()
    {
        _sandbox.Account.AddRole("deployer");

        var result = await _cli.RunAsync("contain", "arn:aws:iam::111122223333:role/deployer", "--step", "find-persistence", "--enforce");

        Assert.Contains("which session of the role it is about", result.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deny-usr", "--step 'deny-usr': unknown remediation 'deny-usr'; did you mean 'deny-user'?")]
    [InlineData("isolate-instance: { flow: cut }", "unknown key 'flow'; did you mean 'flows'?")]
    [InlineData("tag-resource", "'tag-resource' needs the option 'tags'")]
    [InlineData("[deny-user]", "--step '[deny-user]': ")]
    [InlineData("deny-user: {", "this is not YAML")]
    [InlineData("deny-user\n- isolate-instance", "has more than one line")]
    [InlineData("block-public-bucket", "--step block-public-bucket does not act on AWS::IAM::User (it acts on AWS::S3::Bucket). Steps that do: ")]
    public async Task A_step_that_is_wrong_is_told_as_in_a_playbook_before_anything_is_asked(string step, string told)
    {
        var result = await _cli.RunAsync("contain", Backdoor, "--step", step, "--enforce");

        Assert.Equal(2, result.Exit);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
        Assert.Empty(_sandbox.Calls);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/*", "is no id of a AWS::IAM::User")]
    [InlineData("nobody", "neither the ARN nor the kind and id")]
    [InlineData("arn:aws:iam::123:user/backdoor", "no account's id of twelve digits")]
    [InlineData("user:", "neither the ARN nor the kind and id")]
    public async Task A_resource_that_is_none_is_refused_before_anything_is_asked(string resource, string told)
    {
        var result = await _cli.RunAsync("contain", resource, "--step", "deny-user", "--enforce");

        Assert.Equal(2, result.Exit);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
        Assert.Empty(_sandbox.Calls);
    }

    [Fact]
    public async Task With_json_a_fault_is_a_line_too()
    {
        var result = await _cli.RunAsync("contain", Backdoor, "--step", "deny-usr", "--json");

        Assert.Equal((2, "error"), (result.Exit, (string?)JsonNode.Parse(Assert.Single(result.Lines))!["outcome"]));
    }

    [Fact]
    public async Task A_pause_holds_it_too()
    {
        await _cli.RunAsync("pause", "--why", "exercise");

        var result = await _cli.RunAsync("contain", Backdoor, "--step", "deny-user", "--enforce");

        Assert.Contains("exercise", result.Shown, StringComparison.Ordinal);
        Assert.False(IsDenied);
    }

    [Fact]
    public async Task An_execution_by_hand_is_found_by_the_arn_of_its_resource()
    {
        await EnforceAsync(Backdoor, "deny-user");

        Assert.Equal(0, (await _cli.RunAsync("release", "--resource", Backdoor)).Exit);
        Assert.False(IsDenied);
    }

    public void Dispose() => _cli.Dispose();

    private static string Id(string shown) => System.Text.RegularExpressions.Regex.Match(shown, "rx-[0-9a-f]{20}").Value;

    private async Task<JsonNode> EnforceAsync(string resource, string step, params string[] more)
    {
        var result = await _cli.RunAsync(["contain", resource, "--step", step, "--enforce", "--json", .. more]);
        Assert.True(result.Exit == 0, result.All);
        return JsonNode.Parse(Assert.Single(result.Lines))!;
    }
}
