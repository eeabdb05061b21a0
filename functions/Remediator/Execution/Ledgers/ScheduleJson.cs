using System.Text.Json;
using Remediator.Json;
using Remediator.Scheduling;

namespace Remediator.Execution.Ledgers;

/// <summary>What is due for an execution, as members of its record; what is not there is left out.</summary>
internal static class ScheduleJson
{
    private static readonly EnumWords Kinds = new(typeof(DueKind));

    public static void Write(Utf8JsonWriter writer, ExecutionRecord record)
    {
        if (record.Release is { } release)
        {
            writer.WriteStartObject("release");
            writer.WriteNumber("after", (long)release.After.TotalSeconds);
            writer.WriteNumber("warn", (long)release.Warn.TotalSeconds);
            RecordWriting.Time(writer, "at", release.At);
            RecordWriting.Text(writer, "held", release.Held);
            RecordWriting.Text(writer, "warning", release.Warning);
            RecordWriting.Text(writer, "by", release.By);
            RecordWriting.Text(writer, "why", release.Why);
            RecordWriting.Time(writer, "ended", release.Ended);
            writer.WriteEndObject();
        }

        if (!record.Due.IsEmpty)
        {
            writer.WriteStartArray("due");
            foreach (var work in record.Due)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", Kinds.Of((int)work.Kind));
                writer.WriteString("at", work.At);
                writer.WriteNumber("attempts", work.Attempts);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    public static ExecutionRecord Read(JsonElement json, ExecutionRecord record) => record with
    {
        Release = json.Given("release") is { } release
            ? new TimedRelease(Seconds(release, "after"), Seconds(release, "warn"), release.Time("at"))
            {
                Held = release.OptionalText("held"),
                Warning = release.OptionalText("warning"),
                By = release.OptionalText("by"),
                Why = release.OptionalText("why"),
                Ended = release.Time("ended"),
            }
            : null,
        Due = json.Given("due") is null ? [] : [.. json.Each("due", Work)],
    };

    private static DueWork Work(JsonElement work) =>
        new((DueKind)Kinds.Read(work.Text("kind")), work.Time("at") ?? throw StrictJson.Missing("at"), (int)(work.Number("attempts") ?? 0));

    private static TimeSpan Seconds(JsonElement of, string name) => TimeSpan.FromSeconds(of.Number(name) ?? throw StrictJson.Missing(name));
}
