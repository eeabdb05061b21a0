using Remediator.Cli;
using Remediator.Execution;

namespace Remediator.Tests.Commands;

/// <summary>Leases that others hold are judged by this machine's clock.</summary>
public sealed class ClockSkewTests
{
    private static readonly DateTimeOffset Time = Some.Time;

    [Fact]
    public void Two_clocks_at_their_worst_are_less_apart_than_a_worker_stops_before_its_lease_ends() =>
        Assert.True(2 * ClockSkew.Most < new RunnerOptions().LeaseMargin);

    [Theory]
    [InlineData(-130, "The clock of this machine is 129 seconds ahead of AWS's")]
    [InlineData(17, "The clock of this machine is 17 seconds behind AWS's")]
    [InlineData(45, "The clock of this machine is 45 seconds behind AWS's")]
    public void A_clock_that_goes_otherwise_is_refused_and_says_how(int there, string says) =>
        Assert.StartsWith(says, ClockSkew.Fault($"{Time.AddSeconds(there):r}", Time, Time), StringComparison.Ordinal);

    [Theory]
    [InlineData(-15)]
    [InlineData(0)]
    [InlineData(15)]
    public void What_a_header_without_fractions_can_be_off_is_none(int there) =>
        Assert.Null(ClockSkew.Fault($"{Time.AddSeconds(there):r}", Time, Time));

    [Fact]
    public void An_answer_that_took_long_may_have_been_made_at_any_time_of_it()
    {
        Assert.Null(ClockSkew.Fault($"{Time.AddSeconds(-15):r}", Time, Time.AddMinutes(5)));
        Assert.Null(ClockSkew.Fault($"{Time.AddMinutes(5):r}", Time, Time.AddMinutes(5)));
        Assert.NotNull(ClockSkew.Fault(null, Time, Time));
    }
}
