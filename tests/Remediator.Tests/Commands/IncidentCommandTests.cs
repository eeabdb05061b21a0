using System.Text.Json.Nodes;
using Remediator.Cli.Demo;
using Remediator.Cli.Sandbox;
using Remediator.Playbooks;

namespace Remediator.Tests.Commands;

/// <summary>A response and its release from the command line, and the story of both.</summary>
public sealed class IncidentCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("remediator-");
    private SandboxServer _sandbox = null!;
    private string _execution = "";
    private string _finding = "";

    [Fact]
    public async Task Shows_who_did_what_when_with_the_values_and_the_request_ids()
    {
        var shown = await RunAsync("incident", "show", _execution);

        Assert.Equal((0, ""), (shown.Exit, shown.Error));
        Assert.Contains("Received -> Planned", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Planned -> Applying -> Applied -> Verified", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Verified -> Releasing", shown.Output, StringComparison.Ordinal);
        Assert.Contains("by operator arn:aws:", shown.Output, StringComparison.Ordinal);
        Assert.Contains("to be told: contained by slack, email", shown.Output, StringComparison.Ordinal);
        Assert.All(shown.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Matches(@"before: +\[?.*sg-0a1b2c3d4e5f60718", shown.Output);
        Assert.Matches(@"call: +EC2 ModifyNetworkInterfaceAttribute, request [0-9a-f-]{10,}", shown.Output);
    }

    [Fact]
    public async Task Every_request_id_is_one_that_the_account_has_answered()
    {
        var json = JsonNode.Parse((await RunAsync("incident", "export", _execution, "--format", "json")).Output)!;

        var calls = json["executions"]![0]!["audit"]!.AsArray().Last()!["record"]!["changes"]!.AsArray().SelectMany(c => c!["calls"]?.AsArray() ?? []).ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, c => Assert.False(string.IsNullOrEmpty((string?)c!["requestId"])));
        Assert.Equal(calls.Count, calls.Select(c => (string)c!["requestId"]!).Distinct().Count());
    }

    [Fact]
    public async Task A_finding_is_its_executions()
    {
        var byFinding = await RunAsync("incident", "show", _finding, "--json");

        var executions = JsonNode.Parse(byFinding.Output)!["executions"]!.AsArray();
        Assert.Equal(2, executions.Count);
        var isolation = executions.Single(e => (string?)e!["execution"] == _execution)!;
        Assert.Equal("aws.guardduty", (string?)isolation["rawFinding"]!["source"]);
        Assert.Equal(["Planned", "Verified", "Releasing", "Released"], isolation["audit"]!.AsArray().Select(a => (string?)a!["record"]!["state"]));
    }

    [Fact]
    public async Task Writes_a_page_that_needs_nothing_else()
    {
        var file = Path.Combine(_folder.FullName, "incident.html");

        var written = await RunAsync("incident", "export", _execution, "--format", "html", "--out", file);

        Assert.Equal(0, written.Exit);
        var html = await File.ReadAllTextAsync(file);
        Assert.Contains("Planned -&gt; Applying -&gt; Applied -&gt; Verified", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<script|<img|<link|src=|href=|@import|url\\(", html);
    }

    [Fact]
    public async Task An_unknown_id_is_said_and_an_unknown_format_refused()
    {
        var unknown = await RunAsync("incident", "show", "rx-none");

        Assert.Equal(2, unknown.Exit);
        Assert.Contains("There is neither an execution nor a finding rx-none", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("incident", "export", _execution, "--format", "pdf")).Exit);
    }

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = DemoAccount.Region });
        var playbooks = ((PlaybookLoadResult.Loaded)new PlaybookLoader().LoadFolder(Repository.Playbooks)).Playbooks;
        DemoAccount.Seed(_sandbox.Account, playbooks);
        var responded = await RunAsync("respond", "--event", Path.Combine(Repository.Samples, "guardduty", "c2-activity.json"), "--enforce", "--json");
        Assert.True(responded.Exit == 0, responded.Output + responded.Error);
        var node = responded.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).Single(l => (string?)l["playbook"] == "ec2-compromised");
        (_execution, _finding) = ((string)node["execution"]!, (string)node["finding"]!["id"]!);
        var released = await RunAsync("release", _execution);
        Assert.True(released.Exit == 0, released.Output + released.Error);
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<CliRun> RunAsync(params string[] arguments)
    {
        var keys = SandboxKeys.For(_sandbox.Account.Id).GetCredentials();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ACCESS_KEY_ID"] = keys.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = keys.SecretKey,
            ["AWS_REGION"] = DemoAccount.Region,
            ["AWS_ENDPOINT_URL"] = _sandbox.Url,
            ["REMEDIATOR_LEDGER"] = $"file:{Path.Combine(_folder.FullName, "ledger")}",
        };
        return CliRun.OfAsync(environment, TimeProvider.System, arguments);
    }
}
