using System.Buffers;
using System.Text.Json;

namespace Remediator.Lambda;

/// <summary>An exception and its causes as Lambda's error JSON, cut down until it fits.</summary>
internal static class ErrorReport
{
    public const int MaxBytes = 256 * 1024;

    public static string TypeOf(Exception error) => error.GetType().Name;

    public static ReadOnlyMemory<byte> Write(Exception error, string type)
    {
        // Halving ends: with nothing left but the types of at most MaxExceptions it always fits.
        for (var limits = new Limits(Frames: 128, Characters: 64 * 1024); ; limits = limits.Halved())
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer)) new Tree(writer, limits).Write(error, type);
            if (buffer.WrittenCount <= MaxBytes) return buffer.WrittenMemory;
        }
    }

    private readonly record struct Limits(int Frames, int Characters)
    {
        public Limits Halved() => new(Frames / 2, Characters / 2);
    }

    private sealed class Tree(Utf8JsonWriter writer, Limits limits)
    {
        private const int MaxExceptions = 32;

        private int _written;

        public void Write(Exception error, string type)
        {
            _written++;
            writer.WriteStartObject();
            writer.WriteString("errorType", type);
            writer.WriteString("errorMessage", Cut(error.Message));
            WriteStackTrace(error.StackTrace);
            if (error is AggregateException { InnerExceptions.Count: > 1 } aggregate) WriteCauses(aggregate);
            else if (error.InnerException is { } cause && _written < MaxExceptions)
            {
                writer.WritePropertyName("cause");
                Write(cause, TypeOf(cause));
            }

            writer.WriteEndObject();
        }

        private void WriteCauses(AggregateException aggregate)
        {
            writer.WriteStartArray("causes");
            foreach (var cause in aggregate.InnerExceptions)
            {
                if (_written >= MaxExceptions) break;
                Write(cause, TypeOf(cause));
            }

            writer.WriteEndArray();
        }

        private void WriteStackTrace(string? trace)
        {
            writer.WriteStartArray("stackTrace");
            var frames = (trace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var frame in frames.Take(limits.Frames)) writer.WriteStringValue(Cut(frame));
            writer.WriteEndArray();
        }

        private string Cut(string text) => text.Length <= limits.Characters ? text : text[..limits.Characters];
    }
}
