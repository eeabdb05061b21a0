using System.Globalization;
using System.Text.Json.Serialization;

namespace Remediator.Controls;

/// <summary>While it lasts, what would be enforced waits for approval: a change freeze, weekly, monthly or once.</summary>
/// <param name="Scope">What it is for.</param>
/// <param name="Weekly">Weekly hours by the clock of the zone; null for a window of another kind.</param>
/// <param name="Zone">Name of the time zone, as <c>Europe/Berlin</c>; null for UTC.</param>
public sealed record FreezeWindow(ControlScope Scope, string? Weekly = null, string? Zone = null) : Control
{
    /// <summary>Hours of days of the month by the clock of the zone.</summary>
    public string? Monthly { get; init; }

    /// <summary>When it begins, or hours begin to come back; its end is <see cref="Control.Until"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The zone's <see cref="ZoneOffsets"/> for the next twenty years; after that, the window counts as open.</summary>
    public string? ZoneRules { get; init; }

    /// <summary>Hours that come back are set anew by the same hours, whatever their beginning and end.</summary>
    [JsonIgnore]
    public override string Id => IsOnce
        ? Hashed("freeze", Scope.ToString(), null, Zone, From?.ToString("O", CultureInfo.InvariantCulture), Until?.ToString("O", CultureInfo.InvariantCulture))
        : Hashed("freeze", Scope.ToString(), Weekly ?? $"monthly {Monthly}", Zone, null, null);

    [JsonIgnore]
    public override string Says => IsOnce
        ? $"{Scope} is frozen from {(From is { } from ? Utc(from) : "now on")}"
        : $"{Scope} is frozen {Weekly ?? $"monthly {Monthly}"} {Zone ?? "UTC"}{(From > At ? $" from {Utc(From.Value)} on" : "")}";

    private bool IsOnce => Weekly is null && Monthly is null;

    private protected override string?[] Criteria => [Scope.Account, Scope.Playbook, Zone];

    /// <summary>With the rules of the zone that this machine knows by its name.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static FreezeWindow InZone(ControlScope scope, string? weekly, string? zone, string by, string why, DateTimeOffset at, string? monthly = null) =>
        new(scope, weekly, zone) { Monthly = monthly, By = by, Why = why, At = at, ZoneRules = zone is null ? null : ZoneOffsets.Of(TimeZoneInfo.FindSystemTimeZoneById(zone), at) };

    public override string? Fault() =>
        base.Fault()
        ?? (Weekly is not null && Monthly is not null ? "a freeze is either weekly or monthly: add two"
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

        var local = now.UtcDateTime + offset;
        return Weekly is not null
            ? !WeeklyHours.TryParse(Weekly, out var weekly) || weekly.Contains(local)
            : !MonthlyHours.TryParse(Monthly!, out var monthly) || monthly.Contains(local);
    }

    private TimeSpan? Offset(DateTimeOffset at) => Zone is null ? TimeSpan.Zero : ZoneRules is null ? null : ZoneOffsets.At(ZoneRules, at);
}
