using Remediator.Controls;

namespace Remediator.Tests.Controls;

public sealed class FreezeWindowTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-07-01T08:30Z", true)] // 10:30 in summer
    [InlineData("2026-12-01T08:30Z", false)] // 09:30 in winter
    [InlineData("2026-12-01T09:30Z", true)]
    [InlineData("2026-07-01T09:30Z", false)]
    public void Goes_by_the_clock_of_the_zone_summer_and_winter(string now, bool open) =>
        Assert.Equal(open, Berlin("daily 10:00-11:00").IsOpen(Time(now)));

    [Theory]
    [InlineData("2026-10-25T00:30Z", true)] // 02:30 for the first time
    [InlineData("2026-10-25T01:30Z", true)] // 02:30 again: clocks were put back
    [InlineData("2026-10-25T02:00Z", false)]
    [InlineData("2026-03-29T00:59Z", false)] // 01:59
    [InlineData("2026-03-29T01:00Z", false)] // 03:00: there is no 02:30 on that day
    public void The_hour_that_comes_twice_counts_twice_and_the_missing_one_never(string now, bool open) =>
        Assert.Equal(open, Berlin("Sun 02:00-03:00").IsOpen(Time(now)));

    [Theory]
    [InlineData("last 02:00-03:00", "2027-10-31T00:30Z", true)] // 02:30 for the first time
    [InlineData("last 02:00-03:00", "2027-10-31T01:30Z", true)] // 02:30 again
    [InlineData("last 02:00-03:00", "2027-10-31T02:00Z", false)]
    [InlineData("28 02:00-03:00", "2027-03-28T01:00Z", false)] // 03:00: there is no 02:30 on that day
    [InlineData("1 00:00-06:00", "2026-06-30T22:00Z", true)] // the first begins in Berlin
    [InlineData("1 00:00-06:00", "2026-07-01T04:00Z", false)]
    [InlineData("1 00:00-06:00", "2026-11-30T22:30Z", false)] // 23:30 in winter
    public void Days_of_the_month_go_by_the_clock_of_the_zone(string hours, string now, bool open) =>
        Assert.Equal(open, FreezeWindow.InZone(ControlScope.Everything, null, "Europe/Berlin", "alice", "because", At, hours).IsOpen(Time(now)));

    [Fact]
    public void Hours_that_come_back_do_so_from_its_beginning_on()
    {
        var window = Berlin("daily 00:00-24:00") with { From = Time("2027-01-01T00:00Z") };

        Assert.Null(window.Fault());
        Assert.False(window.IsOpen(Time("2026-12-31T23:59Z")));
        Assert.True(window.IsOpen(Time("2027-01-01T00:00Z")));
        Assert.Contains("from 2027-01-01 00:00 UTC on", window.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_travel_with_the_window_as_JSON()
    {
        var stored = ControlJson.Read(ControlJson.Write(Berlin("daily 10:00-11:00")));

        var window = Assert.IsType<FreezeWindow>(stored);
        Assert.True(window.IsOpen(Time("2026-07-01T08:30Z")));
        Assert.False(window.IsOpen(Time("2026-12-01T08:30Z")));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kolkata")]
    public void The_rules_are_those_of_the_time_zone_database_for_years_ahead(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var rules = ZoneOffsets.Of(zone, At);
        for (var now = At; now < At.AddYears(19); now += TimeSpan.FromHours(7))
        {
            Assert.Equal(zone.GetUtcOffset(now), ZoneOffsets.At(rules, now));
        }

        Assert.Null(ZoneOffsets.At(rules, At.AddYears(25)));
        Assert.InRange(rules.Length, 1, 2000);
    }

    [Fact]
    public void What_cannot_be_read_of_it_counts_as_open()
    {
        var at = Time("2026-07-01T20:00Z");
        Assert.False(Berlin("daily 10:00-11:00").IsOpen(at));
        Assert.True((Berlin("daily 10:00-11:00") with { ZoneRules = null }).IsOpen(at));
        Assert.True((Berlin("daily 10:00-11:00") with { ZoneRules = "nonsense" }).IsOpen(at));
        Assert.True((Berlin("daily 10:00-11:00") with { Weekly = "nonsense" }).IsOpen(at));
        Assert.True((Berlin("daily 10:00-11:00") with { Weekly = null, Monthly = "nonsense" }).IsOpen(at));
    }

    [Fact]
    public void A_window_that_happens_once_has_a_beginning_and_an_end()
    {
        var window = new FreezeWindow(ControlScope.Everything) { By = "a", Why = "b", At = At, From = Time("2026-12-24T12:00Z"), Until = Time("2027-01-02T06:00Z") };

        Assert.Null(window.Fault());
        Assert.False(window.IsOpen(Time("2026-12-24T11:59Z")));
        Assert.True(window.IsOpen(Time("2026-12-24T12:00Z")));
        Assert.False(window.IsOpen(Time("2027-01-02T06:00Z")));
        Assert.NotNull((window with { From = Time("2027-02-01T00:00Z") }).Fault());
        Assert.NotNull((window with { Until = null }).Fault());
    }

    private static FreezeWindow Berlin(string hours) => FreezeWindow.InZone(ControlScope.Everything, hours, "Europe/Berlin", "alice", "because", At);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
