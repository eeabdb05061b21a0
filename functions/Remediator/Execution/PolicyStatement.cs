using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Remediator.Execution;

/// <summary>One statement of an IAM policy, which allows.</summary>
/// <param name="condition">JSON; null for none.</param>
internal sealed class PolicyStatement(string? condition)
{
    public SortedSet<string> Actions { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Resources { get; } = new(StringComparer.Ordinal);

    public string? Condition => condition;

    /// <summary>By which statements are put in order.</summary>
    public string Name => string.Join('\u001f', Actions);

    /// <summary>The JSON of a policy, without white space.</summary>
    public static string Document(IEnumerable<PolicyStatement> statements)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("Version", "2012-10-17");
            writer.WriteStartArray("Statement");
            foreach (var statement in statements)
            {
                statement.Write(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("Effect", "Allow");
        WriteOneOrMany(writer, "Action", Actions);
        WriteOneOrMany(writer, "Resource", Resources);
        if (condition is not null)
        {
            writer.WritePropertyName(nameof(Condition));
            using var document = JsonDocument.Parse(condition);
            document.RootElement.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteOneOrMany(Utf8JsonWriter writer, string name, SortedSet<string> values)
    {
        if (values.Count == 1)
        {
            writer.WriteString(name, values.Min);
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
