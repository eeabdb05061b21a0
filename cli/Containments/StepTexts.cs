using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Cli.Output;
using Remediator.FindingSources;
using Remediator.Playbooks;
using Remediator.Playbooks.Yaml;
using Remediator.Remediations;

namespace Remediator.Cli.Containments;

/// <summary>Steps as they are written in a playbook, each in an option of its own: read, bound and checked by what reads playbooks.</summary>
internal static class StepTexts
{
    /// <param name="texts">Such as <c>deny-user</c> or <c>isolate-instance: { flows: cut }</c>.</param>
    /// <exception cref="CliException">Something is wrong with them; the message lists every fault.</exception>
    public static ImmutableArray<PlaybookStep> Read(IReadOnlyList<string> texts)
    {
        if (texts.FirstOrDefault(t => t.Any(char.IsControl)) is { } broken)
        {
            throw new CliException($"--step: '{Shown.Text(broken)}' has more than one line; write its options in braces, such as 'isolate-instance: {{ flows: cut }}'.");
        }

        // One step is one line, so that a fault's line says which step it is in.
        var faults = new YamlFaults("--step");
        if (YamlReader.Read(string.Join('\n', texts.Select(t => $"- {t}")), faults) is { } yaml && Bind(yaml, faults) is { } steps && faults.All.Count == 0)
        {
            using var document = JsonDocument.Parse(steps.ToJsonString());
            return [.. document.RootElement.Clone().EnumerateArray().Select(PlaybookBuilder.Step)];
        }

        throw new CliException(string.Join(Environment.NewLine, faults.All.Select(f => $"--step '{Shown.Text(texts[Math.Clamp(f.Line, 1, texts.Count) - 1])}': {Shown.Text(f.Problem)}; {Shown.Text(f.Advice)}").Distinct(StringComparer.Ordinal)));
    }

    private static JsonArray? Bind(YamlNode yaml, YamlFaults faults)
    {
        var schema = new PlaybookSchema(RemediationCatalogue.All, FindingSourceCatalogue.All).Root["properties"]!["steps"]!.AsObject();
        var steps = new SchemaBinder(faults).Bind(yaml, schema, "step") as JsonArray;
        var playbook = new YamlMapping([new YamlEntry(new YamlScalar("steps", Quoted: false, 1, 1), yaml)], 1, 1);
        new PlaybookChecks(playbook, new JsonObject { ["steps"] = steps?.DeepClone() }, RemediationCatalogue.All, faults).Run(_ => true);
        return steps;
    }
}
