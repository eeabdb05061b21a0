using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Remediator.Cli;
using Remediator.Cli.Responses;
using Remediator.Execution;
using Remediator.Playbooks;

namespace Remediator.Tests.Commands;

/// <summary>When <c>respond</c> makes the table of a ledger: a mistyped name would be a second one, without leases and controls.</summary>
public sealed class LedgerTableTests : IDisposable
{
    private readonly CommandLine _cli = new();

    [Theory]
    [InlineData("http://127.0.0.1:5000", PlaybookMode.Enforce, false, true)]
    [InlineData("http://127.0.0.1:5000", null, false, true)]
    [InlineData("http://127.0.0.1:5000", PlaybookMode.Observe, false, false)]
    [InlineData("http://127.0.0.1:5000", PlaybookMode.Observe, true, false)]
    [InlineData("http://emulator.example:5000", PlaybookMode.Enforce, false, false)]
    [InlineData("http://emulator.example:5000", PlaybookMode.Enforce, true, true)]
    [InlineData(null, PlaybookMode.Enforce, false, false)]
    [InlineData(null, null, false, false)]
    [InlineData(null, PlaybookMode.Enforce, true, true)]
    [InlineData(null, null, true, true)]
    [InlineData(null, PlaybookMode.Observe, true, false)]
    public void It_is_made_by_what_acts_and_off_this_machine_only_where_that_is_asked_for(string? endpoint, PlaybookMode? mode, bool isAsked, bool made) =>
        Assert.Equal(made, ResponseRun.MakesLedger(mode, isAsked, new AwsConnection(new BasicAWSCredentials("a", "b"), "eu-west-1", new AwsEndpoint(endpoint), null)));

    [Theory]
    [InlineData("--ledger", "dynamodb:remediator")]
    [InlineData("--ledger", "memory", "--enforce")]
    public async Task It_is_not_asked_for_where_nothing_acts_or_there_is_no_table(params string[] arguments)
    {
        var result = await _cli.RunAsync(["respond", "--event", CommandLine.Sample("guardduty/public-bucket.json"), "--create-ledger", .. arguments]);

        Assert.Equal(2, result.Exit);
        Assert.StartsWith("--create-ledger makes the table of --ledger dynamodb:TABLE", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_account_is_known_to_be_the_right_one_no_table_is_asked_for()
    {
        (_cli.Environment["AWS_ACCESS_KEY_ID"], _cli.Environment["AWS_SECRET_ACCESS_KEY"]) = ("a", "b");
        using var refusing = LoopbackServer.Answering(new HttpReply(403, "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The security token is invalid.</Message></Error></ErrorResponse>"));

        var result = await _cli.RunAsync("respond", "--event", CommandLine.Sample("guardduty/public-bucket.json"), "--enforce", "--endpoint-url", refusing.Url, "--ledger", "dynamodb:remediator");

        Assert.Equal(2, result.Exit);
        Assert.All(refusing.Requests, r => Assert.Contains("GetCallerIdentity", r.Body, StringComparison.Ordinal));
    }

    [MotoFact]
    public async Task A_look_makes_none_and_what_acts_does()
    {
        var account = await (await MotoServer.GetAsync()).NewAccountAsync();
        using var client = new AmazonDynamoDBClient(account.Credentials, new AmazonDynamoDBConfig { ServiceURL = account.Url, AuthenticationRegion = "eu-central-1" });
        string[] arguments = ["respond", "--event", CommandLine.Sample("guardduty/public-bucket.json"), "--ledger", "dynamodb:remediator", "--json"];

        var look = await CliRun.OfAsync(account, arguments);
        Assert.Equal(2, look.Exit);
        Assert.Contains("--create-ledger", (string?)JsonNode.Parse(look.Output)!["reason"], StringComparison.Ordinal);
        Assert.Empty((await client.ListTablesAsync()).TableNames ?? []);

        await CliRun.OfAsync(account, [.. arguments, "--enforce"]);
        Assert.Equal(["remediator"], (await client.ListTablesAsync()).TableNames);
    }

    public void Dispose() => _cli.Dispose();
}
