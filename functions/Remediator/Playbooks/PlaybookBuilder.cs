using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Playbooks.Yaml;

namespace Remediator.Playbooks;

/// <summary>Makes the playbook from a file that has been checked.</summary>
internal static class PlaybookBuilder
{
    public static LoadedPlaybook Build(string file, JsonObject bound, YamlNode yaml)
    {
        var document = bound.Deserialize(PlaybookDocumentJson.Default.PlaybookDocument)
            ?? throw new InvalidOperationException($"{file} was checked and yet is no playbook");
        var playbook = new Playbook
        {
            Id = document.Id,
            Title = document.Title,
            On = [.. document.On.Select(t => Trigger(t, document.Resource))],
            UnlessTags = document.Unless?.Tags.ToImmutableDictionary(StringComparer.Ordinal) ?? ImmutableDictionary<string, string>.Empty,
            Mode = document.Mode,
            Steps = [.. document.Steps.Select(Step)],
            Because = document.Because,
            EvidenceFirst = document.Evidence == EvidenceOrder.First,
            Beside = document.Beside,
            Fallback = document.Fallback,
            ReleaseAfter = document.Release?.After,
            ReleaseWarn = document.Release?.Warn,
            Limits = document.Limits is { } limits ? Limits(limits) : null,
            Approval = document.Approval is { } approval ? new ApprovalTerms(approval.Quorum, approval.Expires, approval.Default) : null,
            Corroborated = document.Corroborated is { } rule ? new CorroborationRule(rule.Within, rule.Mode, rule.Severity, [.. rule.Steps.Select(Step)]) : null,
            Notify = [.. document.Notify],
        };
        return new LoadedPlaybook(
            file,
            playbook with { Version = PlaybookBundle.VersionOf(playbook) },
            [.. document.Tests.Select((t, i) => Test(t, document.Id, yaml.At("tests", i).Line))]);
    }

    private static PlaybookLimits Limits(LimitsDocument document) => new(
        document.Max, document.Per, JsonNamingPolicy.KebabCaseLower.ConvertName(document.Scope.ToString()), document.Count == BudgetCount.Executions ? null : "changes");

    private static Trigger Trigger(TriggerDocument document, string[] kinds) => new()
    {
        Source = document.Source,
        Types = [.. document.Type],
        Severity = document.Severity,
        Role = document.Role is ResourceRole.Unspecified ? null : document.Role,
        Direction = document.Direction,
        Resources = [.. document.Resource is { Length: > 0 } own ? own : kinds],
        Ids = [.. document.Id],
        Who = document.Who,
        Anonymous = document.Anonymous,
        Tags = document.Tags.ToImmutableDictionary(StringComparer.Ordinal),
    };

    internal static PlaybookStep Step(JsonElement step)
    {
        if (step.ValueKind == JsonValueKind.String)
            return new PlaybookStep(step.GetString()!);
        var remediation = step.EnumerateObject().Single(p => p.Name != PlaybookSchema.Irreversible);
        var options = remediation.Value.EnumerateObject().Any() ? remediation.Value : (JsonElement?)null;
        return new PlaybookStep(remediation.Name, options, step.TryGetProperty(PlaybookSchema.Irreversible, out _));
    }

    private static PlaybookTest Test(TestDocument test, string id, int line) => new(
        test.Finding,
        line,
        test.Expect.Outcome,
        test.Expect.Playbook ?? id,
        test.Expect.Steps?.ToImmutableArray(),
        test.Expect.Resources?.ToImmutableArray(),
        test.Expect.Mode);
}
