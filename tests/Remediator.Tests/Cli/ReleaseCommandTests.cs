using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Commands;

/// <summary>release by execution, by finding and by resource, without doing it, and at its time; on the sandbox.</summary>
public sealed class ReleaseCommandTests : IAsyncLifetime, IDisposable
{
    private readonly CommandLine _cli = new() { Clock = new ManualTime(new DateTimeOffset(2026, 9, 14, 2, 41, 30, TimeSpan.Zero)) };
    private SandboxServer _sandbox = null!;

    private ManualTime Time => (ManualTime)_cli.Clock;

    private PublicAccessBlock? Block
    {
        get => _sandbox.Account.Buckets[Incidents.Bucket].PublicAccessBlock;
        set => _sandbox.Account.Buckets[Incidents.Bucket].PublicAccessBlock = value;
    }

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.PublicBucket.Seed(_sandbox.Account);
        _cli.At(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_dry_run_shows_before_written_and_live_and_changes_neither_the_account_nor_the_ledger()
    {
        var execution = await ContainAsync();
        var (account, ledger) = (_sandbox.Snapshot(), (await _cli.RunAsync("incident", "show", execution)).Out);

        var shown = await _cli.RunAsync("release", execution, "--dry-run");
        var json = JsonNode.Parse((await _cli.RunAsync("release", execution, "--dry-run", "--json")).Out)!;

        Assert.Equal(0, shown.Exit);
        Assert.Contains("would be released", shown.Shown, StringComparison.Ordinal);
        Assert.All(["Before", "Written", "Live", "put back"], word => Assert.Contains(word, shown.Shown, StringComparison.Ordinal));
        Assert.Equal("would-release", (string?)json["outcome"]);
        var value = Assert.Single(json["values"]!.AsArray())!;
        Assert.Equal((null, value["written"]!.ToJsonString(), "put back"), (value["before"], value["live"]!.ToJsonString(), (string?)value["wouldBe"]));
        Assert.Empty(SandboxSnapshot.Difference(account, _sandbox.Snapshot()));
        Assert.Equal(ledger, (await _cli.RunAsync("incident", "show", execution)).Out);
    }

    [Fact]
    public async Task What_somebody_else_changed_is_shown_beside_what_was_written_and_left()
    {
        var execution = await ContainAsync();
        Block = new PublicAccessBlock(true, false, false, false);

        Assert.Equal(1, (await _cli.RunAsync("release", execution, "--dry-run")).Exit);
        Assert.Equal(0, (await _cli.RunAsync("release", execution, "--dry-run", "--force")).Exit);
        var shown = await _cli.RunAsync("release", execution);
        var stopped = await _cli.RunAsync("release", execution, "--json");

        Assert.Equal((1, 1), (shown.Exit, stopped.Exit));
        Assert.Matches("What.+Before.+Written.+Live.+Is", shown.Shown);
        Assert.Matches("not configured.+all four flags on.+only blockPublicAcls on.+left: somebody else changed it", shown.Shown);
        var value = Assert.Single(JsonNode.Parse(stopped.Out)!["values"]!.AsArray())!;
        Assert.Equal(
            (null, """{"blockPublicAcls":true,"blockPublicPolicy":true,"ignorePublicAcls":true,"restrictPublicBuckets":true}""", """{"blockPublicAcls":true,"blockPublicPolicy":false,"ignorePublicAcls":false,"restrictPublicBuckets":false}"""),
            (value["before"], value["written"]!.ToJsonString(), value["live"]!.ToJsonString()));
        Assert.Equal("left: somebody else changed it", (string?)value["is"]);
        Assert.Equal(new PublicAccessBlock(true, false, false, false), Block);
    }

    [Theory]
    [InlineData("arn:aws:s3:::example-finance-exports")]
    [InlineData("AWS::S3::Bucket:example-finance-exports")]
    [InlineData("bucket:example-finance-exports")]
    public async Task Everything_of_a_resource_is_released(string resource)
    {
        Block = new PublicAccessBlock(true, false, false, false);
        var first = await ContainAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        var second = await ContainAsync("config/bucket-public-read.json");
        Assert.NotEqual(first, second);

        var released = await _cli.RunAsync("release", "--resource", resource, "--json");

        Assert.Equal(0, released.Exit);
        Assert.Contains(first, released.Lines.Select(l => (string?)JsonNode.Parse(l)!["execution"]));
        Assert.Equal(new PublicAccessBlock(true, false, false, false), Block);
        Assert.Contains("nothing to put back", (await _cli.RunAsync("release", "--resource", resource)).Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_is_released_first_and_one_that_stops_stops_no_other_and_is_named()
    {
        var first = await ContainAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        var second = await ContainAsync("config/bucket-public-read.json");
        _sandbox.Faults.On("DeletePublicAccessBlock", Fault.AccessDenied);

        var released = await _cli.RunAsync("release", "--resource", "bucket:example-finance-exports", "--json");

        Assert.Equal(1, released.Exit);
        Assert.Equal([(second, "released"), (first, "drifted")], released.Lines.Select(l => JsonNode.Parse(l)!).Select(j => ((string)j["execution"]!, (string)j["outcome"]!)));
        Assert.Equal(0, (await _cli.RunAsync("release", "--resource", "bucket:example-finance-exports")).Exit);
        Assert.Null(Block);
    }

    [Fact]
    public async Task A_finding_is_released_with_all_its_executions_and_which_failed_is_said()
    {
        var execution = await ContainAsync();
        var finding = (string)JsonNode.Parse((await _cli.RunAsync("executions", "--json")).Lines[0])!["finding"]!["id"]!;
        _sandbox.Faults.On("DeletePublicAccessBlock", Fault.AccessDenied);

        var failed = await _cli.RunAsync("release", finding);
        Assert.Equal(1, failed.Exit);
        Assert.Contains(execution, failed.Shown, StringComparison.Ordinal);
        Assert.Contains("1 of 1 not done", failed.Shown, StringComparison.Ordinal);

        var released = await _cli.RunAsync("release", finding);
        Assert.Equal(0, released.Exit);
        Assert.Null(Block);
    }

    [Theory]
    [InlineData("bucket:none-of-that-name", "There is no execution of bucket:none-of-that-name")]
    [InlineData("teapot:1", "is neither the ARN nor the kind and id")]
    public async Task An_unknown_resource_ends_with_2(string resource, string message)
    {
        var result = await _cli.RunAsync("release", "--resource", resource);

        Assert.Equal(2, result.Exit);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _cli.RunAsync("release")).Exit);
        Assert.Equal(2, (await _cli.RunAsync("release", "rx-1", "--resource", resource)).Exit);
    }

    [Fact]
    public async Task A_resource_is_looked_up_in_the_account_that_is_named()
    {
        await ContainAsync();

        Assert.Equal(2, (await _cli.RunAsync("release", "--resource", "bucket:example-finance-exports", "--account", "999988887777")).Exit);
        Assert.Equal(0, (await _cli.RunAsync("release", "--resource", "bucket:example-finance-exports", "--account", _sandbox.Account.Id)).Exit);
    }

    [Fact]
    public async Task A_containment_is_extended_warned_of_and_released_at_its_time()
    {
        var execution = await ContainAsync(release: "release: { after: 72h, warn: 4h }\nnotify: [ email ]");
        Assert.Contains("Nothing is due", (await _cli.RunAsync("release", "due")).Shown, StringComparison.Ordinal);

        var extended = await _cli.RunAsync("release", "extend", execution, "--for", "24h", "--why", "forensics", "--by", "alice", "--json");
        Assert.Equal((0, "forensics"), (extended.Exit, (string?)JsonNode.Parse(extended.Out)!["release"]!["why"]));
        Assert.Equal(DateTimeOffset.Parse((string)JsonNode.Parse(extended.Out)!["release"]!["at"]!), Time.GetUtcNow().AddHours(96));
        Assert.Contains("forensics", (await _cli.RunAsync("incident", "show", execution)).Out, StringComparison.Ordinal);

        Time.Advance(TimeSpan.FromHours(92));
        Assert.Contains("warned", (await _cli.RunAsync("release", "due")).Shown, StringComparison.Ordinal);
        Assert.Equal(PublicAccessBlock.All, Block);
        Time.Advance(TimeSpan.FromHours(4));
        var released = await _cli.RunAsync("release", "due", "--json");

        Assert.Equal("released", (string?)JsonNode.Parse(Assert.Single(released.Lines))!["outcome"]);
        Assert.Null(Block);
        Assert.Equal(1, (await _cli.RunAsync("release", "extend", execution, "--never", "--why", "x")).Exit);
    }

    [Fact]
    public async Task An_extension_says_for_how_long_and_why()
    {
        var execution = await ContainAsync();

        Assert.Equal(2, (await _cli.RunAsync("release", "extend", execution, "--why", "x")).Exit);
        Assert.Equal(2, (await _cli.RunAsync("release", "extend", execution, "--for", "24h")).Exit);
        Assert.Equal(2, (await _cli.RunAsync("release", "extend", execution, "--for", "soon", "--why", "x")).Exit);
        Assert.Equal(2, (await _cli.RunAsync("release", "extend", "rx-00000000000000000000", "--never", "--why", "x")).Exit);
        Assert.Contains("until a person releases it", (await _cli.RunAsync("release", "extend", execution, "--never", "--why", "x")).Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_undone_is_said_beside_the_plan_before_it_is_made()
    {
        Incidents.AccessKey.Seed(_sandbox.Account);
        _sandbox.Account.Users[Incidents.User].PasswordCreated = Time.GetUtcNow();
        _cli.Write("lasting/playbooks/own.yaml", "id: own\ntitle: Own\non:\n  - source: guardduty\nsteps: [ disable-access-keys, remove-login-profile ]\n");

        var result = await _cli.RunAsync("respond", "--event", CommandLine.Sample("guardduty/access-key-exfiltration.json"), "--playbooks", Path.Combine(_cli.Folder, "lasting", "playbooks"));

        Assert.Equal(1, result.Shown.Split("CANNOT BE UNDONE").Length - 1);
    }

    private async Task<string> ContainAsync(string sample = "guardduty/public-bucket.json", string release = "")
    {
        _cli.Write("own/playbooks/own.yaml", $"id: own\ntitle: Close a public bucket\non:\n  - source: guardduty\n  - source: config\nsteps: [ block-public-bucket ]\n{release}\n");
        var result = await _cli.RunAsync("respond", "--event", CommandLine.Sample(sample), "--enforce", "--json", "--playbooks", Path.Combine(_cli.Folder, "own", "playbooks"));
        Assert.Equal(0, result.Exit);
        return (string)JsonNode.Parse(Assert.Single(result.Lines))!["execution"]!;
    }
}
