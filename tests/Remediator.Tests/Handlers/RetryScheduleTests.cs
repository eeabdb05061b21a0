using Remediator.Handlers;

namespace Remediator.Tests.Handlers;

public sealed class RetryScheduleTests
{
    [Fact]
    public void Waits_seconds_first_and_twice_as_long_each_time() =>
        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 900], Enumerable.Range(1, 9).Select(n => RetrySchedule.After(n).TotalSeconds));

    [Fact]
    public void Outlasts_an_outage_of_half_an_hour() =>
        Assert.True(Enumerable.Range(1, RetrySchedule.Deliveries - 1).Sum(n => RetrySchedule.After(n).TotalMinutes) > 30);

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Any_count_has_a_wait_that_SQS_takes(int delivery) => Assert.InRange(RetrySchedule.After(delivery).TotalSeconds, 5, 43_200);
}
