using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Remediations;

namespace Remediator.Tests.Commands;

/// <summary>test, validate, schema and policy.</summary>
public sealed class PlaybookCommandTests : IDisposable
{
    private const string Good = "id: mine\ntitle: Mine\non:\n  - source: guardduty\nsteps:\n  - block-public-bucket\n";

    private readonly CommandLine _cli = new();

    [Fact]
    public async Task The_shipped_playbooks_are_valid_and_pass_their_tests()
    {
        Assert.Equal(0, (await _cli.RunAsync("validate")).Exit);
        var tested = await _cli.RunAsync("test");

        Assert.Equal(0, tested.Exit);
        Assert.EndsWith(" passed, 0 failed", tested.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_playbooks_folder_beside_is_taken_when_there_is_one()
    {
        _cli.Write("playbooks/mine.yaml", Good);

        var result = await _cli.RunAsync("validate");

        Assert.Equal(0, result.Exit);
        Assert.Equal("mine: valid (observe, block-public-bucket)", Assert.Single(result.Lines));
    }

    [Fact]
    public async Task Faults_are_listed_with_file_line_and_column()
    {
        _cli.Write("mine/a.yaml", Good.Replace("block-public-bucket", "block-public-buckets", StringComparison.Ordinal));
        _cli.Write("mine/b.yaml", Good.Replace("title:", "titel:", StringComparison.Ordinal));

        var result = await _cli.RunAsync("validate", "mine");

        Assert.Equal(1, result.Exit);
        Assert.Empty(result.Out);
        Assert.Contains("a.yaml:6:5", result.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean 'block-public-bucket'?", result.Error, StringComparison.Ordinal);
        Assert.Contains("b.yaml:2:1", result.Error, StringComparison.Ordinal);
        Assert.Contains("fault(s)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_playbook_test_that_fails_is_named_with_its_line_and_exit_code_1()
    {
        _cli.Write("mine/samples/event.json", File.ReadAllText(CommandLine.Sample("guardduty/public-bucket.json")));
        _cli.Write("mine/a.yaml", Good + "tests:\n  - finding: samples/event.json\n    expect: { outcome: unmatched }\n");

        var result = await _cli.RunAsync("test", "mine");

        Assert.Equal(1, result.Exit);
        Assert.StartsWith("FAILED  mine: samples/event.json:", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains("a.yaml:8", result.Lines[0], StringComparison.Ordinal);
        Assert.Equal("0 passed, 1 failed", result.Lines[^1]);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("test")]
    public async Task Faults_are_the_same_answer_of_both_commands(string command)
    {
        _cli.Write("mine/a.yaml", Good.Replace("title:", "titel:", StringComparison.Ordinal));

        var result = await _cli.RunAsync(command, "mine");

        Assert.Equal((1, ""), (result.Exit, result.Out));
        Assert.Contains("a.yaml:2:1", result.Error, StringComparison.Ordinal);
        Assert.Contains("fault(s)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_is_looked_at_alone()
    {
        _cli.Write("mine/broken.yaml", "id: [");

        Assert.Equal("mine: valid (observe, block-public-bucket)", Assert.Single((await _cli.RunAsync("validate", _cli.Write("mine/a.yaml", Good))).Lines));
        Assert.Equal(1, (await _cli.RunAsync("validate", "mine/broken.yaml")).Exit);
        Assert.Equal("0 passed, 0 failed", Assert.Single((await _cli.RunAsync("test", "mine/a.yaml")).Lines));
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("test")]
    public async Task A_missing_folder_is_named(string command)
    {
        var result = await _cli.RunAsync(command, "nowhere");

        Assert.Equal(2, result.Exit);
        Assert.Contains("nowhere", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task The_schema_is_the_committed_one() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Playbooks, "playbook.schema.json")), (await _cli.RunAsync("schema")).Out);

    [Fact]
    public async Task The_policy_allows_the_declared_actions_of_the_steps_and_nothing_else()
    {
        _cli.Write("mine/a.yaml", Good);

        var result = await _cli.RunAsync("policy", "--playbooks", "mine", "--account", "111122223333", "--partition", "aws-cn");

        Assert.Equal(0, result.Exit);
        var statements = JsonNode.Parse(result.Out)!["Statement"]!.AsArray();
        Assert.Equal(
            PermissionPolicy.Of([RemediationCatalogue.Get("block-public-bucket")]).Select(p => p.Action).Distinct(),
            statements.SelectMany(s => s!["Action"] is JsonArray many ? many.Select(a => (string)a!) : [(string)s!["Action"]!]).Order(StringComparer.Ordinal));
        Assert.All(statements, s => Assert.StartsWith("arn:aws-cn:", (string?)s!["Resource"], StringComparison.Ordinal));
    }

    public void Dispose() => _cli.Dispose();
}
