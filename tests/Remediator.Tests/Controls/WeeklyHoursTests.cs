using Remediator.Controls;

namespace Remediator.Tests.Controls;

public sealed class WeeklyHoursTests
{
    /// <summary>2026-11-02 is a Monday.</summary>
    [Theory]
    [InlineData("Mon-Fri 09:00-17:00", "2026-11-02T09:00", true)]
    [InlineData("Mon-Fri 09:00-17:00", "2026-11-02T08:59", false)]
    [InlineData("Mon-Fri 09:00-17:00", "2026-11-02T17:00", false)]
    [InlineData("Mon-Fri 09:00-17:00", "2026-11-07T12:00", false)]
    [InlineData("Sat,Sun 00:00-24:00", "2026-11-07T00:00", true)]
    [InlineData("Sat,Sun 00:00-24:00", "2026-11-08T23:59", true)]
    [InlineData("Sat,Sun 00:00-24:00", "2026-11-09T00:00", false)]
    [InlineData("daily 22:00-06:00", "2026-11-03T23:00", true)]
    [InlineData("daily 22:00-06:00", "2026-11-03T05:59", true)]
    [InlineData("daily 22:00-06:00", "2026-11-03T06:00", false)]
    [InlineData("Sat 22:00-06:00", "2026-11-08T03:00", true)]
    [InlineData("Sat 22:00-06:00", "2026-11-07T03:00", false)]
    [InlineData("Fri 18:00-Mon 06:00", "2026-11-06T18:00", true)]
    [InlineData("Fri 18:00-Mon 06:00", "2026-11-09T05:59", true)]
    [InlineData("Fri 18:00-Mon 06:00", "2026-11-09T06:00", false)]
    [InlineData("Fri-Mon 08:00-09:00", "2026-11-08T08:30", true)]
    [InlineData("Fri-Mon 08:00-09:00", "2026-11-03T08:30", false)]
    [InlineData("mon 01:00-02:00; Wed 03:00-04:00", "2026-11-04T03:30", true)]
    public void Knows_the_hours(string text, string local, bool inside)
    {
        Assert.True(WeeklyHours.TryParse(text, out var hours));
        Assert.Equal(inside, hours.Contains(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mon")]
    [InlineData("Mon 9:00-17:00")]
    [InlineData("Mon 09:00-25:00")]
    [InlineData("Mon 09:00-09:00")]
    [InlineData("Noday 09:00-10:00")]
    [InlineData("Mon-Tue-Wed 09:00-10:00")]
    [InlineData("Mon 09:00-10:00;")]
    [InlineData("0 9 * * 1")]
    public void Refuses_what_are_no_hours(string text) => Assert.False(WeeklyHours.TryParse(text, out _));
}
