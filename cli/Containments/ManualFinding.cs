using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.Cli.Containments;

/// <summary>Makes the finding that stands for what a person asks for, and the playbook that answers it.</summary>
internal static class ManualFinding
{
    /// <param name="session">The one session of the role that is meant; null for all.</param>
    /// <param name="incident">The finding that it follows upon; null for an incident of its own, which is the resource's.</param>
    /// <param name="by">Who asks.</param>
    /// <remarks>The finding is named by the account and the resource and the playbook by its steps: whoever asks for the same again finds the same execution.</remarks>
    public static (Finding Finding, Playbook Playbook) Of(
        ResourceRef resource, string account, string region, string partition, ImmutableArray<PlaybookStep> steps, string? session, string? incident, string by, string? why, DateTimeOffset now)
    {
        var names = steps.Select(s => s.Remediation).Order(StringComparer.Ordinal).ToList();
        var playbook = new Playbook
        {
            Id = IdOf(steps, names, session ?? ResourceIdentity.Distinct(account, region, resource).Within),
            Title = $"By hand: {string.Join(", ", steps.Select(s => s.Remediation))}",
            On = [new Trigger { Source = ManualPlaybook.Source, Resources = [resource.Kind] }],
            Mode = PlaybookMode.Approve,
            Steps = steps,
            Notify = ["slack", "email"],
        };
        playbook = playbook with { Version = PlaybookBundle.VersionOf(playbook) };
        var title = why is { Length: > 0 } ? why : $"{string.Join(", ", names)} asked for by hand";
        var finding = new Finding
        {
            Id = incident ?? $"manual-{Hash($"{ResourceIdentity.Of(account, region, resource)}")[..20]}",
            Source = ManualPlaybook.Source,
            Type = $"manual/{string.Join('+', names)}",
            Severity = Severity.Of(SeverityLabel.High),
            Account = account,
            Region = region,
            Partition = partition,
            Resources = [resource],
            UpdatedAt = now,
            Title = title,
            Description = ContainText.Of(resource, account, region, steps, incident is null ? null : NoticeIncident.IdOf(incident)) ?? "",
            Raw = ManualPlaybook.Raw(playbook, by, why ?? ""),
        };
        return (finding, playbook);
    }

    /// <summary>Readable for one step without options; else with a hash of what is asked for, in whichever order it is written.</summary>
    /// <param name="apart">What else tells the resource from others of its id: its bucket or user pool, or the session.</param>
    private static string IdOf(ImmutableArray<PlaybookStep> steps, List<string> names, string? apart) =>
        apart is null && steps is [{ Options: null, AllowIrreversible: false }]
            ? $"manual-{names[0]}"
            : $"manual-{names[0]}-{Hash(string.Join('\n', steps.Select(s => $"{s.Remediation} {s.AllowIrreversible} {Canonical(s.Options)}").Order(StringComparer.Ordinal)) + (apart is null ? "" : $"\n{apart}"))[..8]}";

    private static string Canonical(JsonElement? options) =>
        options is { ValueKind: JsonValueKind.Object } given ? Planning.AttributeValue.Of(System.Text.Json.Nodes.JsonNode.Parse(given.GetRawText())).Json! : "";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
