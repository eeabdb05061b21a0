using System.Globalization;
using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>While it lasts, what would be enforced waits for approval: a change freeze, weekly, monthly, by a cron expression or once.</summary>
/// <param name="Scope">What it is for.</param>
/// <param name="Weekly">Weekly hours by the clock of the zone; null for a window of another kind.</param>
/// <param name="Zone">Name of the time zone, as <c>Europe/Berlin</c>; null for UTC.</param>
public sealed record FreezeWindow(ControlScope Scope, string? Weekly = null, string? Zone = null) : Control
{
    /// <summary>Hours of days of the month by the clock of the zone.</summary>
    public string? Monthly { get; init; }

    /// <summary>Times by the clock of the zone that each begin a window of <see cref="Lasts"/>, as a cron expression of five fields.</summary>
    public string? Cron { get; init; }

    /// <summary>How long each window of <see cref="Cron"/> lasts.</summary>
    public TimeSpan? Lasts { get; init; }

    /// <summary>When it begins, or hours begin to come back; its end is <see cref="Control.Until"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The zone's <see cref="ZoneOffsets"/> for the next twenty years; after that, the window counts as open.</summary>
    public string? ZoneRules { get; init; }

    /// <summary>Hours that come back are set anew by the same hours, whatever their beginning and end.</summary>
    [JsonIgnore]
    public override string Id => IsOnce
        ? Hashed("freeze", Scope.ToString(), null, Zone, From?.ToString("O", CultureInfo.InvariantCulture), Until?.ToString("O", CultureInfo.InvariantCulture))
        : Hashed("freeze", Scope.ToString(), Hours, Zone, null, null);

    [JsonIgnore]
    public override string Says => IsOnce
        ? $"{Scope} is frozen from {(From is { } from ? Utc(from) : "now on")}"
        : $"{Scope} is frozen {Hours} {Zone ?? "UTC"}{(From > At ? $" from {Utc(From.Value)} on" : "")}";

    private bool IsOnce => Weekly is null && Monthly is null && Cron is null;

    private string Hours => Weekly ?? (Monthly is not null ? $"monthly {Monthly}" : $"cron {Cron} for {DurationConverter.Format(Lasts ?? default)}");

    private protected override string?[] Criteria => [Scope.Account, Scope.Playbook, Zone];

    /// <summary>With the rules of the zone that this machine knows by its name.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static FreezeWindow InZone(ControlScope scope, string? weekly, string? zone, string by, string why, DateTimeOffset at, string? monthly = null, string? cron = null, TimeSpan? lasts = null) =>
        new(scope, weekly, zone)
        {
            Monthly = monthly,
            Cron = cron,
            Lasts = lasts,
            By = by,
            Why = why,
            At = at,
            ZoneRules = zone is null ? null : ZoneOffsets.Of(TimeZoneInfo.FindSystemTimeZoneById(zone), at - (lasts <= CronHours.Longest ? lasts.Value : default)),
        };

    public override string? Fault() =>
        base.Fault()
        ?? (new[] { Weekly, Monthly, Cron }.Count(h => h is not null) > 1 ? "a freeze is either weekly or monthly or of a cron expression: add two"
            : Cron is null && Lasts is not null ? "how long each window lasts (--lasts) goes with a cron expression (--cron)"
            : Cron is not null && !(Lasts > TimeSpan.Zero && Lasts <= CronHours.Longest) ? "say how long each window of a cron expression lasts, up to 366 days (--lasts)"
            : Cron is not null && CronHours.Fault(Cron, At) is { } fault ? fault
            : Weekly is not null && !WeeklyHours.TryParse(Weekly, out _) ? $"'{Weekly}' are not weekly hours; {WeeklyHours.Advice}"
            : Monthly is not null && !MonthlyHours.TryParse(Monthly, out _) ? $"'{Monthly}' are not hours of days of the month; {MonthlyHours.Advice}"
            : IsOnce && (From is null || Until is null) ? "a freeze that does not come back needs a beginning and an end"
            : From >= Until ? $"a freeze can't end before it begins: its beginning (--from) is {Utc(From.Value)}, its end (--until) {Utc(Until.Value)}"
            : !IsOnce && Offset(At) is null ? $"there are no rules for the time zone '{Zone}'"
            : null);

    /// <summary>Whether the window is open. What can't be read of it counts as open: it may be.</summary>
    public bool IsOpen(DateTimeOffset now)
    {
        if (!IsInForce(now) || From > now)
        {
            return false;
        }

        if (IsOnce || Offset(now) is not { } offset)
        {
            return true;
        }

        if (Cron is not null)
        {
            return CronHours.IsOpen(Cron, Lasts ?? CronHours.Longest, ZoneRules, now) ?? true;
        }

        var local = now.UtcDateTime + offset;
        return Weekly is not null
            ? !WeeklyHours.TryParse(Weekly, out var weekly) || weekly.Contains(local)
            : !MonthlyHours.TryParse(Monthly!, out var monthly) || monthly.Contains(local);
    }

    private TimeSpan? Offset(DateTimeOffset at) => Zone is null ? TimeSpan.Zero : ZoneRules is null ? null : ZoneOffsets.At(ZoneRules, at);
}
