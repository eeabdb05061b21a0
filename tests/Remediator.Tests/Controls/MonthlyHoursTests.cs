using Remediator.Controls;

namespace Remediator.Tests.Controls;

public sealed class MonthlyHoursTests
{
    [Theory]
    [InlineData("1 00:00-06:00", "2026-11-01T00:00", true)]
    [InlineData("1 00:00-06:00", "2026-11-01T06:00", false)]
    [InlineData("1 00:00-06:00", "2026-11-02T03:00", false)]
    [InlineData("1,15 09:00-17:00", "2026-11-15T12:00", true)]
    [InlineData("25-31 00:00-24:00", "2026-11-30T23:59", true)]
    [InlineData("25-31 00:00-24:00", "2026-12-01T00:00", false)]
    [InlineData("31 00:00-24:00", "2026-11-30T12:00", false)]
    [InlineData("31 22:00-06:00", "2026-12-01T03:00", false)]
    [InlineData("last 22:00-06:00", "2026-11-30T22:00", true)]
    [InlineData("last 22:00-06:00", "2026-12-01T05:59", true)]
    [InlineData("last 22:00-06:00", "2026-12-01T06:00", false)]
    [InlineData("last 00:00-24:00", "2028-02-29T12:00", true)]
    [InlineData("last 00:00-24:00", "2028-02-28T12:00", false)]
    [InlineData("Last 18:00-24:00; 1 00:00-06:00", "2026-12-01T05:00", true)]
    public void Knows_the_days_and_the_hours(string text, string local, bool inside)
    {
        Assert.True(MonthlyHours.TryParse(text, out var hours));
        Assert.Equal(inside, hours.Contains(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0 00:00-06:00")]
    [InlineData("32 00:00-06:00")]
    [InlineData("Mon 00:00-06:00")]
    [InlineData("31-25 00:00-06:00")]
    [InlineData("25-last 00:00-06:00")]
    [InlineData("1-2-3 00:00-06:00")]
    [InlineData("+1 00:00-06:00")]
    [InlineData("1 06:00-06:00")]
    [InlineData("1 24:00-06:00")]
    [InlineData("1 00:00-06:00;")]
    [InlineData("0 0 1 * *")]
    public void Refuses_what_are_no_such_hours(string text) => Assert.False(MonthlyHours.TryParse(text, out _));
}
