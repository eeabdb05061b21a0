using System.Text;
using System.Text.Json;
using Remediator.Cli.Coverage;

namespace Remediator.Cli.Output;

/// <summary>One line of <c>coverage --json</c>.</summary>
public static class CoverageJson
{
    public static string Write(CoverageRow row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("source", row.Type.Source);
            writer.WriteString("type", row.Type.Type);
            writer.WriteString("severity", row.Type.Severity.ToString());
            writer.WriteBoolean("answered", row.IsAnswered);
            writer.WriteString("gap", row.Gap);
            writer.WriteStartArray("playbooks");
            foreach (var playbook in row.Answers)
            {
                writer.WriteStartObject();
                writer.WriteString("id", playbook.Id);
                writer.WriteString("mode", playbook.Mode.ToString().ToLowerInvariant());
                writer.WriteString("because", playbook.Because);
                writer.WriteStartArray("steps");
                foreach (var step in playbook.Steps)
                {
                    writer.WriteStringValue(step.Remediation);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
