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
        var zone = new Option<string?>("--zone") { Description = "Time zone of the weekly hours, with its summer time. Default: UTC.", HelpName = "AREA/CITY" };
        var from = new Option<string?>("--from") { Description = "Beginning of a window that happens once; --until or --for ends it. Default: now.", HelpName = "TIME" };
        var command = new TaughtCommand(
            "add",
            "Adds a window, weekly or once. The rules of the time zone are taken from this machine and kept with the window.",
            "remediator freeze add --weekly 'Mon-Fri 09:00-17:00' --zone America/New_York --playbook ec2-compromised --why 'trading hours'",
            "remediator freeze add --from 2026-12-24T12:00Z --until 2027-01-02T06:00Z --why 'end of year'")
        { weekly, zone, from, options.For, options.Until };
        options.AddScope(command);
        options.AddChanging(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var now = host.Clock.GetUtcNow();
            var (hours, scope, end) = (parsed.GetValue(weekly), options.Scope(parsed), options.EndOf(parsed, now));
            var (by, why) = (await options.WhoAsync(parsed, cancel), options.Reason(parsed));
            var begin = parsed.GetValue(from) is { } given ? ControlOptions.TimeOf("--from", given) : now;
            var window = hours is null
                ? new FreezeWindow(scope) { By = by, Why = why, At = now, From = begin, Until = end ?? throw new CliException("Give --weekly, or say when the freeze ends with --until or --for.") }
                : InZone(scope, hours, parsed.GetValue(zone), by, why, now) with { Until = end };
            return await ControlChange.PutAsync(host, options, parsed, window, cancel);
        });
        return command;
    }

    private static FreezeWindow InZone(ControlScope scope, string hours, string? zone, string by, string why, DateTimeOffset now)
    {
        try
        {
            return FreezeWindow.InZone(scope, hours, zone, by, why, now);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new CliException($"--zone: this machine knows no time zone '{zone}'; write an area and a city, such as Europe/Berlin.");
        }
    }
}
