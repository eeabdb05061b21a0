using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediator.Findings;
using Remediator.Json;

namespace Remediator.Playbooks;

/// <summary>Reads a bundle's document by hand, as every cold start does: a serializer's metadata costs several times that.</summary>
internal static class PlaybookBundleReading
{
    private static readonly EnumWords Modes = EnumWords.Kebab(typeof(PlaybookMode));
    private static readonly EnumWords Defaults = EnumWords.Kebab(typeof(ExpiryDefault));
    private static readonly EnumWords Severities = EnumWords.Kebab(typeof(SeverityLabel));
    private static readonly EnumWords Roles = EnumWords.Kebab(typeof(ResourceRole));
    private static readonly EnumWords Directions = EnumWords.Kebab(typeof(DirectionCondition));
    private static readonly EnumWords Involvements = EnumWords.Kebab(typeof(Involvement));

    public static ImmutableArray<Playbook> Read(JsonElement bundle)
    {
        var playbooks = ImmutableArray.CreateBuilder<Playbook>();
        foreach (var playbook in bundle.Elements())
        {
            playbooks.Add(Playbook(playbook));
        }

        return playbooks.ToImmutable();
    }

    private static Playbook Playbook(JsonElement playbook)
    {
        playbook.Member("on");
        playbook.Member("steps");
        return new Playbook
        {
            Id = playbook.Text("id"),
            Title = playbook.Text("title"),
            On = [.. playbook.Each("on", Trigger)],
            UnlessTags = playbook.Map("unlessTags") ?? ImmutableDictionary<string, string>.Empty,
            Mode = (PlaybookMode)Modes.Read(playbook.Text("mode")),
            Steps = [.. playbook.Each("steps", Step)],
            Because = playbook.OptionalText("because"),
            EvidenceFirst = playbook.Flag("evidenceFirst"),
            Beside = playbook.Flag("beside"),
            Fallback = playbook.Flag("fallback"),
            ReleaseAfter = playbook.OptionalText("releaseAfter") is { } after ? Duration(after) : null,
            ReleaseWarn = playbook.OptionalText("releaseWarn") is { } warn ? Duration(warn) : null,
            Limits = playbook.Given("limits") is { } limits
                ? new PlaybookLimits((int)(limits.Number("max") ?? throw StrictJson.Missing("max")), Duration(limits.Text("per")), limits.Text("scope"), limits.OptionalText("count"))
                : null,
            Approval = playbook.Given("approval") is { } approval
                ? new ApprovalTerms((int)(approval.Number("quorum") ?? throw StrictJson.Missing("quorum")), Duration(approval.Text("expires")), (ExpiryDefault)Defaults.Read(approval.Text("default")))
                : null,
            Corroborated = playbook.Given("corroborated") is { } rule ? Rule(rule) : null,
            Notify = playbook.Texts("notify"),
            Version = playbook.Text("version"),
        };
    }

    private static Trigger Trigger(JsonElement trigger) => new()
    {
        Source = trigger.Text("source"),
        Types = trigger.Texts("types"),
        Severity = trigger.OptionalText("severity") is { } severity ? (SeverityLabel)Severities.Read(severity) : null,
        Role = trigger.OptionalText("role") is { } role ? (ResourceRole)Roles.Read(role) : null,
        Direction = trigger.OptionalText("direction") is { } direction ? (DirectionCondition)Directions.Read(direction) : null,
        Resources = trigger.Texts("resources"),
        Ids = trigger.Texts("ids"),
        Who = trigger.OptionalText("who") is { } who ? (Involvement)Involvements.Read(who) : Involvement.Affected,
        Anonymous = trigger.Flag("anonymous"),
        Tags = trigger.Map("tags") ?? ImmutableDictionary<string, string>.Empty,
    };

    private static CorroborationRule Rule(JsonElement rule)
    {
        rule.Member("steps");
        return new(
            Duration(rule.Text("within")),
            rule.OptionalText("mode") is { } mode ? (PlaybookMode)Modes.Read(mode) : null,
            rule.OptionalText("severity") is { } severity ? (SeverityLabel)Severities.Read(severity) : null,
            [.. rule.Each("steps", Step)]);
    }

    private static PlaybookStep Step(JsonElement step) => new(step.Text("remediation"), step.Given("options"), step.Flag("allowIrreversible"));

    private static TimeSpan Duration(string text) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) ? duration : throw new JsonException($"'{text}' is no duration");
}
