using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Remediator.Lambda;

/// <summary>Time, request id, level and message between tabs, then fields and exception.</summary>
internal static class TextLogFormat
{
    public static void Write(IBufferWriter<byte> output, LogRecord record)
    {
        var text = new StringBuilder()
            .Append(record.Timestamp).Append('\t')
            .Append(record.Invocation?.RequestId).Append('\t')
            .Append(record.LevelName).Append('\t')
            .Append(OneLine(record.Message));
        foreach (var (name, value) in record.Fields) text.Append(' ').Append(OneLine(name)).Append('=').Append(Quoted(value));
        if (record.Exception is { } exception) text.Append('\n').Append(exception);

        // Standard output makes an event of each line, which would tear a stack trace apart; a carriage return keeps it whole.
        text.Replace("\r\n", "\r").Replace('\n', '\r');
        foreach (var chunk in text.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, output);
    }

    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    // A value with a line break, a quote or a terminal's escape character can't pass for anything but a value.
    private static string Quoted(object? value) => value is string text
        ? $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\""
        : OneLine(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
