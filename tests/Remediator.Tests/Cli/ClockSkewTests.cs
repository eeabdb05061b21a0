using Remediator.Cli;
using Remediator.Tests.Support;

namespace Remediator.Tests.Commands;

/// <summary>Leases that others hold are judged by this machine's clock.</summary>
public sealed class ClockSkewTests
{
    private const string Caller =
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/alice</Arn><UserId>AIDA</UserId>"
        + "<Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

    private static readonly DateTimeOffset Time = Some.Time;

    [Theory]
    [InlineData(-130, "The clock of this machine is 129 seconds ahead of AWS's")]
    [InlineData(45, "The clock of this machine is 45 seconds behind AWS's")]
    public async Task A_ledger_in_DynamoDB_is_not_opened_by_a_clock_that_goes_otherwise(int there, string says)
    {
        using var sts = LoopbackServer.Answering(new HttpReply(200, Caller, "Content-Type: text/xml", $"Date: {Time.AddSeconds(there):r}"));
        using var cli = new CommandLine { Clock = new ManualTime(Time) };
        cli.Environment["AWS_ENDPOINT_URL"] = sts.Url;
        cli.Environment["AWS_ACCESS_KEY_ID"] = cli.Environment["AWS_SECRET_ACCESS_KEY"] = "AKIAIOSFODNN7EXAMPLE";

        var off = await cli.RunAsync("executions", "--ledger", "dynamodb:remediator");

        Assert.NotEqual(0, off.Exit);
        Assert.Contains(says, off.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Single(sts.Requests);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(0)]
    [InlineData(30)]
    public void What_a_header_without_fractions_can_be_off_is_none(int there) =>
        Assert.Null(ClockSkew.Fault($"{Time.AddSeconds(there):r}", Time, Time));

    [Fact]
    public void An_answer_that_took_long_may_have_been_made_at_any_time_of_it()
    {
        Assert.Null(ClockSkew.Fault($"{Time.AddSeconds(-30):r}", Time, Time.AddMinutes(5)));
        Assert.Null(ClockSkew.Fault($"{Time.AddMinutes(5):r}", Time, Time.AddMinutes(5)));
        Assert.NotNull(ClockSkew.Fault(null, Time, Time));
    }
}
