using System.Globalization;
using System.Text.Json.Serialization;

namespace Remediator.Controls;

/// <summary>While it lasts, what would be enforced waits for approval: a change freeze, weekly or once.</summary>
/// <param name="Scope">What it is for.</param>
/// <param name="Weekly">Weekly hours by the clock of the zone; null for a window that happens once.</param>
/// <param name="Zone">Name of the time zone, as <c>Europe/Berlin</c>; null for UTC.</param>
public sealed record FreezeWindow(ControlScope Scope, string? Weekly = null, string? Zone = null) : Control
{
    /// <summary>Beginning of a window that happens once; its end is <see cref="Control.Until"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The zone's <see cref="ZoneOffsets"/> for the next twenty years; after that, the window counts as open.</summary>
    public string? ZoneRules { get; init; }

    [JsonIgnore]
    public override string Id => Hashed("freeze", Scope.ToString(), Weekly, Zone, Weekly is null ? From?.ToString("O", CultureInfo.InvariantCulture) : null, Weekly is null ? Until?.ToString("O", CultureInfo.InvariantCulture) : null);

    [JsonIgnore]
    public override string Says => Weekly is null
        ? $"{Scope} is frozen from {(From is { } from ? Utc(from) : "now on")}"
        : $"{Scope} is frozen {Weekly} {Zone ?? "UTC"}";

    /// <summary>With the rules of the zone that this machine knows by its name.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static FreezeWindow InZone(ControlScope scope, string weekly, string? zone, string by, string why, DateTimeOffset at) =>
        new(scope, weekly, zone) { By = by, Why = why, At = at, ZoneRules = zone is null ? null : ZoneOffsets.Of(TimeZoneInfo.FindSystemTimeZoneById(zone), at) };

    public override string? Fault() =>
        base.Fault()
        ?? (Weekly is not null && !WeeklyHours.TryParse(Weekly, out _) ? $"'{Weekly}' are not weekly hours; {WeeklyHours.Advice}"
            : Weekly is not null && From is not null ? "a freeze is either weekly or from a time to a time"
            : Weekly is null && (From is null || Until is null) ? "a freeze that is not weekly needs a beginning and an end"
            : Weekly is null && From >= Until ? "a freeze can't end before it begins"
            : Weekly is not null && Offset(At) is null ? $"there are no rules for the time zone '{Zone}'"
            : null);

    /// <summary>Whether the window is open. What can't be read of it counts as open: it may be.</summary>
    public bool IsOpen(DateTimeOffset now)
    {
        if (!IsInForce(now))
        {
            return false;
        }

        if (Weekly is null)
        {
            return From is null || From <= now;
        }

        return !WeeklyHours.TryParse(Weekly, out var hours)
            || Offset(now) is not { } offset
            || hours.Contains(now.UtcDateTime + offset);
    }

    private TimeSpan? Offset(DateTimeOffset at) => Zone is null ? TimeSpan.Zero : ZoneRules is null ? null : ZoneOffsets.At(ZoneRules, at);
}
