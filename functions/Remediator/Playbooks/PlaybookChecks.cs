using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Playbooks.Yaml;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>What a JSON Schema can't say: what must hold between the parts of a playbook, and beside it.</summary>
/// <remarks>Works on what is left of a faulty playbook too, so that all faults come at once: missing parts are passed over.</remarks>
internal sealed class PlaybookChecks(YamlNode yaml, JsonObject bound, IReadOnlyList<Remediation> remediations, YamlFaults faults)
{
    private static readonly TimeSpan LongestRelease = TimeSpan.FromDays(365);

    public void Run(Func<string, bool> exists)
    {
        var steps = (bound["steps"] as JsonArray ?? []).Select((step, index) => Step(step, yaml.At("steps", index))).ToArray();
        if (steps.Length > 0 && steps.All(s => s is not null))
            Resources([.. steps.SelectMany(s => s!.Kinds).Distinct(StringComparer.Ordinal)]);
        if (bound["steps"] is JsonArray { Count: 0 } && bound["because"] is null)
            faults.Add(yaml.At("steps"), "a playbook without steps only tells people, and does not say why", "name a remediation, or say with 'because' why nothing automatic is right");
        if (steps.Length > 0 && bound["because"] is not null)
            faults.Add(yaml.At("because"), "it says why nothing is done, and there are steps", "keep the steps or 'because'");
        if (bound["beside"]?.GetValue<bool>() is true && bound["fallback"]?.GetValue<bool>() is true)
            faults.Add(yaml.At("beside"), "it would act beside others, and only where there are none", "keep 'beside' or 'fallback'");
        foreach (var twice in steps.Select((s, i) => (s?.Name, i)).Where(s => s.Name is not null).GroupBy(s => s.Name).SelectMany(g => g.Skip(1)))
            faults.Add(yaml.At("steps", twice.i), $"the step '{twice.Name}' is given twice", "keep one of them");
        if (steps.Any(s => s?.IsOrganizational is true) && steps.OfType<Remediation>().FirstOrDefault(s => !s.IsOrganizational) is { } within)
            faults.Add(yaml.At("steps"), $"'{within.Name}' acts within the account of the finding, another step on it from the organization", "give each a playbook of its own");
        if (bound["corroborated"] is JsonObject corroborated)
            Corroborated(corroborated, yaml.At("corroborated"), steps);
        if (Duration("after") is { } after && Duration("warn") is { } warn && warn >= after)
            faults.Add(yaml.At("release", "warn"), "the warning would come before the containment", "give a time shorter than 'after'");
        if (Duration("after") is { } late && late > LongestRelease)
            faults.Add(yaml.At("release", "after"), "executions are not kept that long", "give at most 365d, or leave the release to a person");
        foreach (var (test, index) in (bound["tests"] as JsonArray ?? []).Select((t, i) => (t, i)))
        {
            if (test?["finding"]?.GetValue<string>() is { } path && !exists(path))
                faults.Add(yaml.At("tests", index, "finding"), $"there is no file '{path}'", "name a finding relative to the playbook's folder");
        }

        if (faults.All.Count == 0 && bound["notify"] is not JsonArray { Count: > 0 })
            NobodyIsTold();
    }

    private void NobodyIsTold()
    {
        const string Advice = "say with 'notify' who is told, such as notify: [ slack, email ]";
        if (Duration("after") is not null)
            faults.Add(yaml.At("release"), "a containment ends only after a warning, and nobody is told", Advice);
        if (Mode(bound) == PlaybookMode.Approve)
            faults.Add(yaml.At("mode"), "people are asked, and nobody is told", Advice);
        if (bound["corroborated"] is JsonObject rule && Mode(rule) == PlaybookMode.Approve)
            faults.Add(yaml.At("corroborated", "mode"), "people are asked, and nobody is told", Advice);
    }

    private TimeSpan? Duration(string name) => DurationConverter.TryParse(bound["release"]?[name]?.GetValue<string>(), out var value) ? value : null;

    private void Corroborated(JsonObject rule, YamlNode at, Remediation?[] own)
    {
        var more = (rule["steps"] as JsonArray ?? []).Select((step, index) => (Remediation: Step(step, at.At("steps", index)), At: at.At("steps", index))).ToArray();
        if (bound["steps"] is JsonArray { Count: 0 })
            faults.Add(at, "a playbook without steps only tells people, whatever else is found", "leave 'corroborated' out, or give the playbook steps");
        if (rule["mode"] is null && more.Length == 0 && at is YamlMapping written && written.Entries.Count == rule.Count)
            faults.Add(at, "another finding would change nothing", "give a 'mode', or 'steps' that run besides");
        if (Mode(rule) is { } raised && raised <= (Mode(bound) ?? PlaybookMode.Observe))
            faults.Add(at.At("mode"), "it is not above the playbook's own mode", "give a higher one, or leave it out");
        foreach (var (twice, i) in more.Select((s, i) => (s, i)).Where(s => s.s.Remediation is { } r && (own.Contains(r) || more[..s.i].Any(e => e.Remediation == r))))
            faults.Add(twice.At, $"the step '{twice.Remediation!.Name}' is given twice", "keep one of them");
        var kinds = own.OfType<Remediation>().SelectMany(r => r.Kinds).ToHashSet(StringComparer.Ordinal);
        foreach (var step in more.Where(s => s.Remediation is { } r && own.OfType<Remediation>().Any(o => o.IsOrganizational != r.IsOrganizational)))
            faults.Add(step.At, $"'{step.Remediation!.Name}' and the playbook's own steps do not act from the same account", "give it a playbook of its own");
        foreach (var step in more.Where(s => kinds.Count > 0 && s.Remediation is { } r && !r.Kinds.Any(kinds.Contains)))
            faults.Add(step.At, $"'{step.Remediation!.Name}' acts on nothing that the playbook's own steps act on", "it would never run: leave it out");
    }

    private static PlaybookMode? Mode(JsonObject owner) =>
        owner["mode"]?.GetValue<string>() is { } word && Enum.TryParse<PlaybookMode>(word, ignoreCase: true, out var mode) ? mode : null;

    private Remediation? Step(JsonNode? step, YamlNode at)
    {
        var name = step is JsonObject mapping ? OnlyRemediation(mapping, at) : step?.GetValue<string>();
        if (remediations.FirstOrDefault(r => r.Name == name) is not { } remediation)
            return null;
        if (step is JsonObject && step[remediation.Name] is JsonObject options)
            Options(remediation, options, at.At(remediation.Name));
        if (step is JsonValue && remediation.OptionsInfo.Properties.FirstOrDefault(p => p.IsRequired) is { } needed)
            faults.Add(at, $"'{name}' needs the option '{needed.Name}'", $"write {name}: {{ {needed.Name}: ... }}");
        return remediation;
    }

    private string? OnlyRemediation(JsonObject step, YamlNode at)
    {
        string[] names = [.. step.Select(o => o.Key).Where(k => k != PlaybookSchema.Irreversible)];
        var unknownKeys = at is YamlMapping written && written.Entries.Count > step.Count;
        if (names.Length > 1)
            faults.Add(at, $"a step is one remediation, and here are {string.Join(" and ", names)}", "begin a new list entry for each");
        else if (names.Length == 0 && !unknownKeys)
            faults.Add(at, "a step is one remediation, and here is none", "name it");
        return names is [var only] ? only : null;
    }

    // The schema has been checked; what remains is what the options' own converters refuse.
    private void Options(Remediation remediation, JsonObject options, YamlNode at)
    {
        if (faults.All.Count > 0)
            return;
        try
        {
            options.Deserialize(remediation.OptionsInfo);
        }
        catch (JsonException e)
        {
            var key = e.Path?.TrimStart('$', '.').Split('.', '[')[0];
            faults.Add(key is null ? at : at.At(key), $"'{remediation.Name}' does not take this: {e.Message}", "correct the option");
        }
    }

    private void Resources(string[] kinds)
    {
        Resources(bound, yaml, kinds);
        foreach (var (trigger, t) in (bound["on"] as JsonArray ?? []).Select((t, i) => (t, i)))
        {
            Resources(trigger, yaml.At("on", t), kinds);
        }
    }

    private void Resources(JsonNode? owner, YamlNode at, string[] kinds)
    {
        foreach (var (kind, k) in (owner?["resource"] as JsonArray ?? []).Select((n, i) => (n?.GetValue<string>(), i)))
        {
            if (kind is not null && !kinds.Contains(kind, StringComparer.Ordinal))
                faults.Add(at.At("resource", k), $"no step acts on {kind}", NearestName.Advice(kind, kinds, "the steps act on"));
        }
    }
}
