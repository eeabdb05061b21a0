using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Remediator.Findings;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Cli.Output;

/// <summary>One line of <c>simulate --json</c>.</summary>
public static class SimulationJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Rejected(string file, string reason) => Write(file, "rejected", reason, null);

    public static string Simulated(string file, Simulation simulation) =>
        Write(file, simulation.Answers.IsEmpty ? "unmatched" : "matched", simulation.Reason, simulation);

    private static string Write(string file, string outcome, string? reason, Simulation? simulation)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteString("outcome", outcome);
            writer.WriteString("reason", reason);
            writer.WritePropertyName("finding");
            WriteFinding(writer, simulation?.Finding);
            var answers = simulation?.Answers ?? [];
            WriteAnswer(writer, answers.FirstOrDefault());
            if (answers.Length > 1)
            {
                writer.WriteStartArray("alsoAnsweredBy");
                foreach (var answer in answers[1..])
                {
                    writer.WriteStartObject();
                    WriteAnswer(writer, answer);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Shown.Json(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    private static void WriteAnswer(Utf8JsonWriter writer, SimulatedAnswer? answer)
    {
        writer.WriteString("playbook", answer?.Playbook.Id);
        writer.WriteString("verdict", answer?.Verdict.Name);
        writer.WriteStartArray("steps");
        foreach (var step in answer?.Steps ?? [])
        {
            writer.WriteStringValue(step);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("irreversible");
        foreach (var step in answer?.Steps.Where(s => RemediationCatalogue.Find(s) is { IsIrreversible: true }) ?? [])
        {
            writer.WriteStringValue(step);
        }

        writer.WriteEndArray();
        if (answer?.Playbook.Corroborated is { } rule)
        {
            writer.WriteStartObject("ifCorroborated");
            writer.WriteString("within", DurationConverter.Format(rule.Within));
            writer.WriteString("mode", (rule.Mode ?? answer.Playbook.Mode).ToString().ToLowerInvariant());
            writer.WriteStartArray("steps");
            foreach (var step in rule.Steps)
            {
                writer.WriteStringValue(step.Remediation);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteString("releaseAfter", answer?.Playbook.ReleaseAfter is { } after ? DurationConverter.Format(after) : null);
    }

    private static void WriteFinding(Utf8JsonWriter writer, Finding? finding)
    {
        if (finding is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("id", finding.Id);
        writer.WriteString("source", finding.Source);
        writer.WriteString("type", finding.Type);
        writer.WriteNumber("severity", finding.Severity.Value);
        writer.WriteString("severityLabel", finding.Severity.Label.ToString());
        writer.WriteString("account", finding.Account);
        writer.WriteString("region", finding.Region);
        writer.WriteBoolean("sample", finding.IsSample);
        writer.WriteString("role", finding.Role.ToString().ToLowerInvariant());
        writer.WriteStartArray("resources");
        foreach (var resource in finding.Resources)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", resource.Kind);
            writer.WriteString("id", resource.Id);
            writer.WriteString("arn", resource.Arn);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
