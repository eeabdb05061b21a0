using System.Buffers;
using System.Text.Json;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Cli.Containments;

/// <summary>The command that asks for a containment once more, for messages about it.</summary>
internal static class ContainText
{
    private static readonly SearchValues<char> Unquotable = SearchValues.Create("'`\\");

    /// <returns>Null where a name or an option would need more than single quotes: a message may change a quote on its way.</returns>
    public static string? Of(ResourceRef resource, string account, string region, IEnumerable<PlaybookStep> steps, string? incident)
    {
        var (identity, within) = ResourceIdentity.Distinct(account, region, resource);
        var name = resource.Arn ?? $"{resource.Kind}:{(within is null ? "" : $"{within}/")}{resource.Id}";
        var place = (Arn.TryParse(resource.Arn) is { Account.Length: > 0 } ? "" : $" --account {account}") + (resource.Arn is null && identity.Region.Length > 0 ? $" --region {identity.Region}" : "");
        var options = steps.Select(s => Text(s)).ToList();
        return ContainLine.IsPlain(name) && ContainLine.IsPlain(account) && ContainLine.IsPlain(region) && options.TrueForAll(s => s is not null)
            ? $"{ContainLine.Command}{name}{place} --step {string.Join(" --step ", options)}{(incident is null ? "" : $" --incident {incident}")} --enforce"
            : null;
    }

    /// <summary>As it is written in a playbook: JSON is YAML.</summary>
    private static string? Text(PlaybookStep step)
    {
        if (step is { Options: null, AllowIrreversible: false })
        {
            return step.Remediation;
        }

        var options = step.Options is { ValueKind: JsonValueKind.Object } given ? given.GetRawText() : "{}";
        var text = $"{{\"{step.Remediation}\": {options}{(step.AllowIrreversible ? $", \"{PlaybookSchema.Irreversible}\": \"allow\"" : "")}}}";
        return text.AsSpan().ContainsAny(Unquotable) || text.Any(c => c is < ' ' or > '~') ? null : $"'{text}'";
    }
}
