using System.CommandLine;
using Remediator.Cli.Controls;
using Remediator.Controls;

namespace Remediator.Cli.Commands;

/// <summary>Freeze windows.</summary>
public static class FreezeCommand
{
    public static Command Create(CliHost host) => new TaughtCommand(
        "freeze",
        "Freeze windows: while one is open, what would be enforced waits for approval.",
        "remediator freeze add --weekly 'Fri 18:00-Mon 06:00' --zone Europe/Berlin --why 'nobody is here'",
        "remediator freeze list")
    {
        Add(host),
        ControlChange.ListAndRemove<FreezeWindow>(host, "freeze").First(),
        ControlChange.ListAndRemove<FreezeWindow>(host, "freeze").Last(),
    };

    private static Command Add(CliHost host)
    {
        var options = new ControlOptions(host);
        var weekly = new Option<string?>("--weekly") { Description = $"Hours that come back: {WeeklyHours.Advice}.", HelpName = "HOURS" };
        var monthly = new Option<string?>("--monthly") { Description = $"Hours of days of the month: {MonthlyHours.Advice}. A day that a month does not have is left out.", HelpName = "HOURS" };
        var cron = new Option<string?>("--cron") { Description = $"When windows of the length --lasts begin: {CronHours.Advice}. A day and a weekday must both fit.", HelpName = "EXPRESSION" };
        var lasts = new Option<string?>("--lasts") { Description = $"How long each window of --cron lasts, up to 366 days: 30m, 48h, 7d.", HelpName = "DURATION" };
        var zone = new Option<string?>("--zone") { Description = "Time zone of the hours, with its summer time, and of --from and --until where they say no offset. Default: UTC.", HelpName = "AREA/CITY" };
        var from = new Option<string?>("--from") { Description = "Beginning of a window that happens once, which --until or --for ends, or from when on hours come back. Default: now.", HelpName = "TIME" };
        var command = new TaughtCommand(
            "add",
            "Adds a window, weekly, monthly, by a cron expression or once. The rules of the time zone are taken from this machine and kept with the window.",
            "remediator freeze add --weekly 'Mon-Fri 09:00-17:00' --zone America/New_York --playbook ec2-compromised --why 'trading hours'",
            "remediator freeze add --monthly 'last 18:00-24:00; 1 00:00-06:00' --zone Europe/Berlin --why 'books are closed'",
            "remediator freeze add --cron '0 18 24 12 *' --lasts 48h --zone Europe/Berlin --why 'Christmas'",
            "remediator freeze add --from 2026-12-24T12:00 --until 2027-01-02T06:00 --zone Europe/Berlin --why 'end of year'")
        { weekly, monthly, cron, lasts, zone, from, options.For, options.Until };
        options.AddScope(command);
        options.AddChanging(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var now = host.Clock.GetUtcNow();
            var (week, month, expression, length) = (parsed.GetValue(weekly), parsed.GetValue(monthly), parsed.GetValue(cron), ControlOptions.DurationOf("--lasts", parsed.GetValue(lasts)));
            var (scope, inZone) = (options.Scope(parsed), Zone(parsed.GetValue(zone)));
            var begin = parsed.GetValue(from) is { } given ? ControlOptions.TimeOf("--from", given, inZone) : (DateTimeOffset?)null;
            var end = options.EndOf(parsed, begin ?? now, inZone);
            var (by, why) = (await options.WhoAsync(parsed, cancel), options.Reason(parsed));
            var window = week is null && month is null && expression is null && length is null
                ? new FreezeWindow(scope) { By = by, Why = why, At = now, From = begin ?? now, Until = end ?? throw new CliException("Give --weekly, --monthly or --cron, or say when the freeze ends with --until or --for.") }
                : FreezeWindow.InZone(scope, week, parsed.GetValue(zone), by, why, now, month, expression, length) with { From = begin, Until = end };
            return await ControlChange.PutAsync(host, options, parsed, window, cancel);
        });
        return command;
    }

    private static TimeZoneInfo? Zone(string? name)
    {
        try
        {
            return name is null ? null : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new CliException($"--zone: this machine knows no time zone '{name}'; write an area and a city, such as Europe/Berlin.");
        }
    }
}
