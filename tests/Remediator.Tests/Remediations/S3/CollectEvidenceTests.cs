using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.S3;

public sealed class CollectEvidenceTests : IAsyncLifetime
{
    private const string Options = """{"bucket":"remediator-evidence-a"}""";

    private Ec2Run _run = null!;
    private Instance _instance = null!;
    private Bucket _bucket = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync("collect-evidence");
        _bucket = _run.Account.AddBucket("remediator-evidence-a", region: Some.Region);
        _bucket.LockedDays = 30;
        _instance = _run.Account.AddInstance(tags: new Tags { ["Name"] = "web" });
        _instance.ConsoleOutput = "login: root";
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Writes_every_file_with_a_manifest_of_the_hashes_of_what_is_in_the_bucket()
    {
        _run.Region.Trail.AddRange(Enumerable.Range(0, 120).Select(n => new TrailEvent(_instance.Id, $"Call{n}")));
        _run.Region.Trail.Add(new TrailEvent("i-0ffffffffffffffff", "Other"));

        var record = await CollectAsync();

        Ec2Run.AssertVerified(record);
        Assert.Equal("login: root", Text(record, "console-output.txt"));
        Assert.Equal($"picture of {_instance.Id}", Text(record, "screenshot.jpg"));
        Assert.Contains("\"key\":\"Name\",\"value\":\"web\"", Text(record, "instance.json"), StringComparison.Ordinal);
        var calls = JsonNode.Parse(Text(record, "api-calls.json"))!;
        Assert.Equal((120, true), (calls["events"]!.AsArray().Count, calls["complete"]!.GetValue<bool>()));
        var manifest = JsonNode.Parse(Text(record, "manifest.json"))!;
        Assert.Equal(record.Finding.Id, manifest["finding"]!.GetValue<string>());
        Assert.Equal(4, manifest["files"]!.AsArray().Count);
        Assert.All(manifest["files"]!.AsArray(), f => Assert.Equal(HashOf(record, f!["file"]!.GetValue<string>()), f["sha256"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_second_delivery_leaves_it_as_it_is_and_nothing_of_it_is_for_a_release()
    {
        var record = await CollectAsync();
        var after = _run.Sandbox.Snapshot();

        await CollectAsync();

        Assert.Equal(after, _run.Sandbox.Snapshot());
        Assert.All(record.Changes, c => Assert.True(c.Change.Keep));
    }

    [Fact]
    public async Task What_EC2_does_not_have_is_missing_in_the_manifest_and_fails_nothing()
    {
        _instance.ConsoleOutput = null;
        _instance.Status = "stopped";

        var record = await CollectAsync();

        Assert.Equal(ExecutionState.Verified, record.State);
        var files = JsonNode.Parse(Text(record, "manifest.json"))!["files"]!.AsArray();
        Assert.Equal(["console-output.txt", "screenshot.jpg"], files.Where(f => f!["missing"] is not null).Select(f => f!["file"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_manifest_waits_for_the_files_that_must_be_there()
    {
        _run.Sandbox.Faults.On("PutObject", Fault.AccessDenied, nth: 1, times: 4);

        Assert.Equal(ExecutionState.Failed, (await CollectAsync()).State);
        Assert.DoesNotContain(_bucket.Objects.Keys, k => k.EndsWith("manifest.json", StringComparison.Ordinal));

        _run.Sandbox.Faults.Clear();
        var record = await CollectAsync();
        Ec2Run.AssertVerified(record);
        Assert.DoesNotContain("missing", Text(record, "manifest.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_already_is_never_replaced()
    {
        var first = await CollectAsync();
        var hash = HashOf(first, "console-output.txt");
        _instance.ConsoleOutput = "wiped";

        await CollectAsync();

        Assert.Equal(hash, HashOf(first, "console-output.txt"));
    }

    [Fact]
    public async Task Evidence_goes_only_into_a_locked_bucket()
    {
        _bucket.LockedDays = null;

        Assert.Contains("no Object Lock", Assert.Single((await CollectAsync()).Steps).Reason, StringComparison.Ordinal);
        Assert.Empty(_bucket.Objects);
    }

    [Fact]
    public async Task A_missing_bucket_or_one_that_can_not_be_read_is_unknown()
    {
        _run.Account.Buckets.Remove(_bucket.Name);

        Assert.Equal(StepOutcome.Unknown, Assert.Single((await CollectAsync()).Steps).Outcome);
    }

    [Fact]
    public async Task Does_not_apply_without_an_instance()
    {
        var record = await _run.RespondAsync(Some.InstanceId, CancellationToken.None, ("collect-evidence", Options));

        Assert.Contains("no instance", Assert.Single(record.Steps).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResourceKinds.User, "alice")]
    [InlineData(ResourceKinds.AccessKey, "AKIAIOSFODNN7EXAMPLE")]
    public async Task Of_a_user_or_an_access_key_it_writes_the_api_calls_also_where_the_user_is_gone(string kind, string id)
    {
        _run.Region.Trail.Add(new TrailEvent("alice", "CreateUser", "AKIAIOSFODNN7EXAMPLE"));
        _run.Region.Trail.Add(new TrailEvent("bob", "ListBuckets", "AKIABOB0000000000000"));
        var trial = StepTrial.On(_run.Sandbox, new CollectEvidence(), StepTrial.Resource(kind, id, (ResourceDetails.UserName, "alice")), Options);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal(["api-calls.json", "iam-api-calls.json", "manifest.json"], _bucket.Objects.Keys.Select(k => k.Split('/')[^1]).Order(StringComparer.Ordinal));
        var calls = Encoding.UTF8.GetString(Convert.FromBase64String(_bucket.Objects[$"{trial.ExecutionId}/{id}/api-calls.json"]));
        Assert.Contains("CreateUser", calls, StringComparison.Ordinal);
        Assert.DoesNotContain("ListBuckets", calls, StringComparison.Ordinal);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task Of_a_task_it_writes_what_it_was_and_what_it_was_started_from_without_the_values_of_its_environment()
    {
        const string id = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
        var arn = $"arn:aws:ecs:{Some.Region}:{Some.Account}:task/web/{id}";
        var host = $"arn:aws:ecs:{Some.Region}:{Some.Account}:container-instance/web/c1";
        _run.Region.Tasks[arn] = new ContainerTask { Arn = arn, Cluster = "web", Group = "service:web", Host = host, Tags = new Tags { ["team"] = "shop" } };
        _run.Region.Trail.Add(new TrailEvent(id, "GetCallerIdentity"));

        var record = await _run.RespondAsync(StepTrial.Resource(ResourceKinds.EcsTask, arn), CancellationToken.None, ("collect-evidence", Options));

        Ec2Run.AssertVerified(record);
        string Of(string name) => Encoding.UTF8.GetString(Convert.FromBase64String(_bucket.Objects[$"{record.Id}/{id}/{name}"]));
        var task = JsonNode.Parse(Of("task.json"))!;
        Assert.Equal(("i-0a1b2c3d4e5f60718", "serve"), ((string?)task["containerInstance"]!["instanceId"], (string?)task["definition"]!["containers"]![0]!["command"]![0]));
        Assert.Contains("DB_PASSWORD", Of("task.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Of("task.json"), StringComparison.Ordinal);
        Assert.Contains("GetCallerIdentity", Of("api-calls.json"), StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse(Of("manifest.json"))!["files"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_a_user_called_of_IAM_is_looked_up_where_IAM_records_it()
    {
        _run.Account.Region("us-east-1").Trail.Add(new TrailEvent("alice", "CreateAccessKey"));
        var trial = StepTrial.On(_run.Sandbox, new CollectEvidence(), StepTrial.Resource(ResourceKinds.User, "alice"), Options);

        await trial.ApplyAsync(await trial.PlanAsync());

        Assert.Contains("CreateAccessKey", File("iam-api-calls.json"), StringComparison.Ordinal);
        Assert.Contains("\"region\":\"us-east-1\"", File("iam-api-calls.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("CreateAccessKey", File("api-calls.json"), StringComparison.Ordinal);

        string File(string name) => Encoding.UTF8.GetString(Convert.FromBase64String(_bucket.Objects[$"{trial.ExecutionId}/alice/{name}"]));
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public async Task The_result_says_where_there_were_more_calls_than_the_file_has(int calls, bool isCut)
    {
        _run.Region.Trail.AddRange(Enumerable.Range(0, calls).Select(n => new TrailEvent("alice", $"Call{n}")));
        var record = await _run.RespondAsync(StepTrial.Resource(ResourceKinds.User, "alice"), CancellationToken.None, ("collect-evidence", Options));

        Ec2Run.AssertVerified(record);
        var told = new NoticeRenderer("").Render(Records.Entry(record, NoticeKind.Contained));
        Assert.Equal(isCut, told.Changes.Any(c => c.Status.Contains("the newest 1000 API calls only, there are more", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("COMPLIANCE", "nobody can delete it before")]
    [InlineData("GOVERNANCE", "s3:BypassGovernanceRetention")]
    public async Task Says_who_can_delete_the_evidence(string mode, string expected)
    {
        _bucket.LockMode = mode;
        var plan = await StepTrial.On(_run.Sandbox, new CollectEvidence(), StepTrial.Resource(ResourceKinds.User, "alice"), Options).PlanAsync();

        Assert.Contains(expected, Assert.Single(plan.Survivors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tags_of_a_user_are_read()
    {
        _run.Account.AddUser("alice", tags: new Tags { ["remediator"] = "protected" });
        var trial = StepTrial.On(_run.Sandbox, new CollectEvidence(), StepTrial.Resource(ResourceKinds.User, "alice"), Options);

        Assert.Equal("protected", Assert.IsType<TagReading.Known>((await trial.ObserveAsync()).Tags).Tags["remediator"]);
    }

    [Theory]
    [InlineData(ResourceKinds.Role, "deploy", "AROAEXAMPLEROLEID001:mallory", "mallory", "AwsRoleSession/AROAEXAMPLEROLEID001%3Amallory")]
    [InlineData(ResourceKinds.User, "alice", "AIDACKCEVSQ6C2EXAMPLE", "alice", "AwsUser/AIDACKCEVSQ6C2EXAMPLE")]
    public async Task Of_a_principal_it_writes_what_it_called_and_points_to_detective(string kind, string id, string principal, string name, string entity)
    {
        _run.Region.Trail.Add(new TrailEvent(name, "GetCallerIdentity"));

        var record = await _run.RespondAsync(StepTrial.Resource(kind, id, (ResourceDetails.PrincipalId, principal)), CancellationToken.None, ("collect-evidence", Options));

        Ec2Run.AssertVerified(record);
        Assert.Contains("GetCallerIdentity", Encoding.UTF8.GetString(Convert.FromBase64String(_bucket.Objects[$"{record.Id}/{id}/api-calls.json"])), StringComparison.Ordinal);
        Assert.Contains(record.Changes, c => c.Change.Note?.EndsWith($"#entities/{entity}", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task Of_a_role_without_a_session_there_is_nothing_to_look_for() =>
        Assert.Contains("which session", await StepTrial.On(_run.Sandbox, new CollectEvidence(), StepTrial.Resource(ResourceKinds.Role, "deploy"), Options).NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task Points_to_detective()
    {
        var record = await CollectAsync();

        Assert.Contains(record.Changes, c => c.Change.Note?.Contains($"#entities/Ec2Instance/{_instance.Id}", StringComparison.Ordinal) is true);
    }

    private byte[] Content(ExecutionRecord record, string name) => Convert.FromBase64String(_bucket.Objects[$"{record.Id}/{_instance.Id}/{name}"]);

    private string Text(ExecutionRecord record, string name) => Encoding.UTF8.GetString(Content(record, name));

    private string HashOf(ExecutionRecord record, string name) => Convert.ToHexStringLower(SHA256.HashData(Content(record, name)));

    private Task<ExecutionRecord> CollectAsync() => _run.RespondAsync(_instance.Id, CancellationToken.None, ("collect-evidence", Options));
}
