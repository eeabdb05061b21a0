using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Remediator.Playbooks;

/// <summary>Durations as people write them: <c>15s</c>, <c>30m</c>, <c>72h</c>, <c>7d</c>.</summary>
public sealed class DurationConverter : JsonConverter<TimeSpan>
{
    internal const string Pattern = "^[1-9][0-9]{0,5}[smhd]$";
    internal const string Advice = "write a whole number and a unit: 15s, 30m, 72h or 7d";

    public static string Format(TimeSpan value) => value switch
    {
        { Ticks: var t } when t % TimeSpan.TicksPerDay == 0 => Write(t / TimeSpan.TicksPerDay, 'd'),
        { Ticks: var t } when t % TimeSpan.TicksPerHour == 0 => Write(t / TimeSpan.TicksPerHour, 'h'),
        { Ticks: var t } when t % TimeSpan.TicksPerMinute == 0 => Write(t / TimeSpan.TicksPerMinute, 'm'),
        _ => Write((long)value.TotalSeconds, 's'),
    };

    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = default;
        if (text is not { Length: > 1 and < 8 } || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return false;
        switch (text[^1])
        {
            case 's': value = TimeSpan.FromSeconds(number); return true;
            case 'm': value = TimeSpan.FromMinutes(number); return true;
            case 'h': value = TimeSpan.FromHours(number); return true;
            case 'd': value = TimeSpan.FromDays(number); return true;
            default: return false;
        }
    }

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"not a duration; {Advice}");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Format(value));
    }

    private static string Write(long number, char unit) => string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
}
