using Amazon.Runtime;
using Remediator.Cli;
using Remediator.Cli.Responses;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Tests.Scenarios.Harness;
using Spectre.Console;

namespace Remediator.Tests.Commands;

/// <summary>Whose credentials, where, and for which account.</summary>
public sealed class AwsAccessTests : IDisposable
{
    private readonly CommandLine _cli = new();

    [Fact]
    public async Task An_emulator_on_this_machine_stands_for_any_account_and_says_so()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.PublicBucket.Seed(sandbox.AccountOf("999988887777"));

        var result = await _cli.At(sandbox, "999988887777").RunAsync("respond", "--event", CommandLine.Sample("guardduty/public-bucket.json"), "--enforce");

        Assert.Equal(0, result.Exit);
        Assert.Contains("The finding is about account 111122223333", result.Error, StringComparison.Ordinal);
        Assert.Contains("answers as 999988887777", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://emulator.example:5000")]
    public async Task Anywhere_else_another_account_is_refused_with_a_hint(string? endpoint)
    {
        using var aws = new StringWriter();
        var finding = Some.Finding();

        var refused = await Assert.ThrowsAsync<CliException>(() => ResponseRun.InReachAsync(finding, "999988887777", Connection(endpoint, null), Host(aws)));

        Assert.Contains($"about account {finding.Account}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("999988887777", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--role", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--profile", refused.Message, StringComparison.Ordinal);
        Assert.Same(finding, await ResponseRun.InReachAsync(finding, finding.Account, Connection(endpoint, null), Host(aws)));
        Assert.Same(finding, await ResponseRun.InReachAsync(finding, "999988887777", Connection(endpoint, "RemediatorAction"), Host(aws)));
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("not a url")]
    public async Task An_endpoint_that_is_no_web_address_is_refused(string url)
    {
        (_cli.Environment["AWS_ACCESS_KEY_ID"], _cli.Environment["AWS_SECRET_ACCESS_KEY"]) = ("a", "b");

        var result = await _cli.RunAsync("respond", "--event", CommandLine.Sample("guardduty/public-bucket.json"), "--endpoint-url", url);

        Assert.Equal(2, result.Exit);
        Assert.Contains($"'{url}' is not an absolute address such as http://127.0.0.1:5000", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("respond", "--event", "EVENT", "--ledger", "memory")]
    [InlineData("executions", "--ledger", "dynamodb:remediator")]
    [InlineData("respond", "--event", "EVENT", "--endpoint-url", "http://emulator.example:5000")]
    public async Task Without_a_Region_nobody_is_asked(params string[] arguments)
    {
        (_cli.Environment["AWS_ACCESS_KEY_ID"], _cli.Environment["AWS_SECRET_ACCESS_KEY"]) = ("a", "b");
        (_cli.Environment["AWS_PROFILE"], _cli.Environment["XDG_STATE_HOME"]) = ("no-such-profile-here", _cli.Folder);

        var result = await _cli.RunAsync([.. arguments.Select(a => a == "EVENT" ? CommandLine.Sample("guardduty/public-bucket.json") : a)]);

        Assert.Equal(2, result.Exit);
        Assert.Equal("No Region is configured: name one with --region, or set AWS_REGION.", result.Error.Trim());
    }

    [Fact]
    public async Task An_unknown_profile_is_named()
    {
        var result = await _cli.RunAsync("release", "rx-1", "--profile", "no-such-profile-here");

        Assert.Equal(2, result.Exit);
        Assert.Contains("no profile 'no-such-profile-here'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_nobody_answers_for_are_a_fault_of_the_input()
    {
        (_cli.Environment["AWS_ACCESS_KEY_ID"], _cli.Environment["AWS_SECRET_ACCESS_KEY"]) = ("a", "b");
        using var refusing = LoopbackServer.Answering(new HttpReply(403, "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The security token is invalid.</Message></Error></ErrorResponse>"));

        var result = await _cli.RunAsync("respond", "--event", CommandLine.Sample("guardduty/public-bucket.json"), "--endpoint-url", refusing.Url, "--ledger", "memory");

        Assert.Equal(2, result.Exit);
        Assert.Contains("InvalidClientTokenId", result.Error, StringComparison.Ordinal);
        Assert.Contains("aws sts get-caller-identity", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("file:")]
    [InlineData("dynamodb:")]
    [InlineData("memory:x")]
    public async Task A_ledger_of_no_known_kind_is_refused(string ledger)
    {
        var result = await _cli.RunAsync("executions", "--ledger", ledger);

        Assert.Equal(2, result.Exit);
        Assert.Equal($"--ledger: '{ledger}' is none of memory, file, file:FOLDER and dynamodb:TABLE.", result.Error.Trim());
    }

    [Fact]
    public async Task The_ledger_of_the_environment_is_the_default()
    {
        _cli.Environment["REMEDIATOR_LEDGER"] = "nonsense";

        Assert.Contains("'nonsense'", (await _cli.RunAsync("executions")).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private static AwsConnection Connection(string? endpoint, string? role) => new(new BasicAWSCredentials("a", "b"), "eu-west-1", new AwsEndpoint(endpoint), role);

    private static CliHost Host(StringWriter error) => new(TextWriter.Null, error, AnsiConsole.Console, _ => null, "/", TimeProvider.System);
}
