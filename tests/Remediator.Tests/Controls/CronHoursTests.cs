using System.Globalization;
using Remediator.Controls;

namespace Remediator.Tests.Controls;

/// <summary>Freeze windows that a cron expression begins.</summary>
public sealed class CronHoursTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 18 24 12 *", "48h", "2026-12-24T17:59Z", false)] // months
    [InlineData("0 18 24 12 *", "48h", "2026-12-24T18:00Z", true)]
    [InlineData("0 18 24 12 *", "48h", "2026-12-26T17:59Z", true)]
    [InlineData("0 18 24 12 *", "48h", "2026-12-26T18:00Z", false)]
    [InlineData("0 18 24 12 *", "48h", "2026-11-24T18:00Z", false)]
    [InlineData("0 9 * * MON#1", "8h", "2026-06-01T09:00Z", true)] // the first Monday
    [InlineData("0 9 * * MON#1", "8h", "2026-06-08T09:00Z", false)]
    [InlineData("0 9 * 3,6 FRI#2", "8h", "2026-06-12T16:59Z", true)]
    [InlineData("0 9 * 3,6 FRI#2", "8h", "2026-07-10T12:00Z", false)]
    [InlineData("0 18 * * FRIL", "62h", "2026-02-28T12:00Z", true)] // the last Friday and its weekend
    [InlineData("0 18 * * FRIL", "62h", "2026-02-21T12:00Z", false)]
    [InlineData("0 0 L 3,6,9,12 *", "2d", "2026-07-01T23:59Z", true)] // the last day of a quarter, and the one after
    [InlineData("0 0 L 3,6,9,12 *", "2d", "2026-07-02T00:00Z", false)]
    [InlineData("0 0 29 2 *", "1d", "2028-02-29T12:00Z", true)]
    [InlineData("0 0 29 2 *", "1d", "2027-03-01T00:00Z", false)]
    [InlineData("0 0 13 * FRI", "1d", "2026-02-13T12:00Z", true)] // both the day and the weekday
    [InlineData("0 0 13 * FRI", "1d", "2026-02-20T12:00Z", false)]
    [InlineData("*/30 * * * *", "10m", "2026-02-20T12:39Z", true)]
    [InlineData("*/30 * * * *", "10m", "2026-02-20T12:40Z", false)]
    [InlineData("0 0 1 1 *", "366d", "2026-12-31T23:59Z", true)]
    public void Is_open_from_each_time_on_for_its_length(string cron, string lasts, string now, bool open) =>
        Assert.Equal(open, Of(cron, lasts, null).IsOpen(Time(now)));

    [Theory]
    [InlineData("0 18 24 12 *", "1h", "2026-12-24T16:59Z", false)] // 17:59 in Berlin
    [InlineData("0 18 24 12 *", "1h", "2026-12-24T17:00Z", true)]
    [InlineData("0 18 24 6 *", "1h", "2026-06-24T16:00Z", true)] // 18:00 in summer
    [InlineData("0 18 24 6 *", "1h", "2026-06-24T17:00Z", false)]
    public void Goes_by_the_clock_of_the_zone_summer_and_winter(string cron, string lasts, string now, bool open) =>
        Assert.Equal(open, Of(cron, lasts).IsOpen(Time(now)));

    [Theory]
    [InlineData("2026-03-29T00:59Z", false)] // 01:59
    [InlineData("2026-03-29T01:00Z", true)] // 03:00: there is no 02:30 on that day, and the window is not lost
    [InlineData("2026-03-29T01:59Z", true)]
    [InlineData("2026-03-29T02:00Z", false)]
    public void A_time_that_clocks_leave_out_begins_a_window_when_they_go_forward(string now, bool open) =>
        Assert.Equal(open, Of("30 2 29 3 *", "1h").IsOpen(Time(now)));

    [Theory]
    [InlineData("2026-10-25T00:29Z", false)]
    [InlineData("2026-10-25T00:30Z", true)] // 02:30 for the first time
    [InlineData("2026-10-25T01:29Z", true)]
    [InlineData("2026-10-25T01:30Z", true)] // 02:30 again: clocks were put back
    [InlineData("2026-10-25T02:29Z", true)]
    [InlineData("2026-10-25T02:30Z", false)]
    public void A_time_that_comes_twice_begins_two(string now, bool open) =>
        Assert.Equal(open, Of("30 2 25 10 *", "1h").IsOpen(Time(now)));

    [Theory]
    [InlineData("0 12 28 3 *", "2026-03-29T11:59Z", true)] // noon to 14:00 by the clock: a day is 24 hours that pass
    [InlineData("0 12 28 3 *", "2026-03-29T11:00Z", true)]
    [InlineData("0 12 28 3 *", "2026-03-29T10:59Z", true)]
    [InlineData("0 12 28 3 *", "2026-03-28T10:59Z", false)]
    [InlineData("0 12 28 3 *", "2026-03-28T11:00Z", true)]
    [InlineData("0 12 24 10 *", "2026-10-25T09:59Z", true)]
    [InlineData("0 12 24 10 *", "2026-10-25T10:00Z", false)] // 11:00, 24 hours after
    public void Its_length_is_of_hours_that_pass(string cron, string now, bool open) =>
        Assert.Equal(open, Of(cron, cron.Contains("10 *", StringComparison.Ordinal) ? "24h" : "25h").IsOpen(Time(now)));

    /// <summary>The judge is minute by minute, by the time zone database.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "30 2 * * SUN", 90)]
    [InlineData("America/New_York", "30 1 * 3,11 SUN", 60)]
    [InlineData("Australia/Lord_Howe", "45 1 * 4,10 SUN#1", 45)]
    [InlineData("Africa/Casablanca", "0 2 * * *", 150)]
    public void Is_what_a_clock_on_the_wall_says_for_two_years(string name, string cron, int minutes)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var expression = Cronos.CronExpression.Parse(cron);
        var window = Of(cron, $"{minutes}m", name);
        var openUntil = DateTimeOffset.MinValue;
        var last = TimeZoneInfo.ConvertTime(At.AddMinutes(-1), zone).DateTime;
        for (var now = At; now < At.AddYears(2); now = now.AddMinutes(15))
        {
            var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;

            // Clocks went on by more than passed: what lies between begins now. By less: that time comes again.
            var from = local > last.AddMinutes(15) ? last.AddMinutes(15) : local;
            if (expression.GetNextOccurrence(DateTime.SpecifyKind(from, DateTimeKind.Utc), inclusive: true) <= local)
            {
                openUntil = now.AddMinutes(minutes);
            }

            Assert.True(now < At.AddDays(2) || window.IsOpen(now) == now < openUntil, $"{now:u} is {local:u} there; open until {openUntil:u}");
            last = local;
        }
    }

    [Fact]
    public void A_window_that_began_before_it_was_set_is_open()
    {
        var window = FreezeWindow.InZone(ControlScope.Everything, null, "Europe/Berlin", "alice", "because", Time("2026-12-26T09:00Z"), cron: "0 18 24 12 *", lasts: TimeSpan.FromDays(3));

        Assert.True(window.IsOpen(Time("2026-12-26T09:00Z")));
        Assert.False(window.IsOpen(Time("2026-12-27T17:00Z")));
    }

    [Fact]
    public void It_travels_as_JSON_and_says_what_it_is()
    {
        var window = Assert.IsType<FreezeWindow>(ControlJson.Read(ControlJson.Write(Of("0 18 24 12 *", "48h"))));

        Assert.True(window.IsOpen(Time("2027-12-24T17:00Z")));
        Assert.False(window.IsOpen(Time("2027-12-23T17:00Z")));
        Assert.Equal("everything is frozen cron 0 18 24 12 * for 2d Europe/Berlin", window.Says);
        Assert.Null(window.Fault());
        Assert.NotEqual(window.Id, (window with { Lasts = TimeSpan.FromDays(3) }).Id);
    }

    [Theory]
    [InlineData("0 18 24 12")]
    [InlineData("0 18 24 12 * *")]
    [InlineData("61 * * * *")]
    [InlineData("0 0 31 2 *")]
    [InlineData("@daily")]
    [InlineData("H 3 * * *")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void What_is_no_expression_or_never_comes_has_a_fault(string cron) => Assert.NotNull(Of(cron, "1h").Fault());

    [Fact]
    public void What_cannot_be_read_of_it_counts_as_open()
    {
        var at = Time("2026-07-01T20:00Z");
        Assert.False(Of("0 18 24 12 *", "1h").IsOpen(at));
        Assert.True(Of("nonsense", "1h").IsOpen(at));
        Assert.True((Of("0 18 24 12 *", "1h") with { ZoneRules = null }).IsOpen(at));
        Assert.True((Of("0 18 24 12 *", "1h") with { ZoneRules = "nonsense" }).IsOpen(at));
        Assert.True((Of("0 18 24 12 *", "1h") with { Lasts = null }).IsOpen(at));
    }

    [Fact]
    public void The_library_is_known_to_one_class_so_that_it_is_loaded_for_windows_of_this_kind_alone()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs", SearchOption.AllDirectories)
            .Where(f => File.ReadAllText(f).Contains("using Cronos", StringComparison.Ordinal) || File.ReadAllText(f).Contains("Cronos.", StringComparison.Ordinal));

        Assert.Equal("CronHours.cs", Path.GetFileName(Assert.Single(named)));
    }

    private static FreezeWindow Of(string cron, string lasts, string? zone = "Europe/Berlin") => FreezeWindow.InZone(
        ControlScope.Everything, null, zone, "alice", "because", At, cron: cron,
        lasts: Remediator.Playbooks.DurationConverter.TryParse(lasts, out var length) ? length : throw new FormatException(lasts));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
