namespace Remediator.Cli.Incidents;

/// <summary>What stands above a timeline, name by name.</summary>
internal static class IncidentFacts
{
    public static IEnumerable<(string Name, string Value)> Of(Incident incident)
    {
        if (incident.Executions is [{ Record: var record }, ..])
        {
            var finding = record.Finding;
            yield return ("Finding", finding.Id);
            yield return ("Type", $"{finding.Type} ({finding.Source}), {finding.Severity.Label} {finding.Severity.Value:0.#}");
            yield return ("Title", finding.Title);
            yield return ("Account", $"{finding.Account}, {finding.Region}");
        }
        else if (incident.Unmatched is { } unmatched)
        {
            yield return ("Finding", unmatched.Id);
            yield return ("Type", $"{unmatched.Type} ({unmatched.Source})");
        }

        foreach (var execution in incident.Executions.Select(e => e.Record))
        {
            yield return ("Execution", $"{execution.Id}: {execution.State}, {execution.Resource.Kind} {execution.Resource.Id}, playbook {execution.Key.Playbook}");
        }

        foreach (var missing in incident.Executions.SelectMany(e => e.Undelivered))
        {
            yield return ("Not told", $"{Timeline.Words($"{missing.Kind}")}, by {missing.Channel}, since {missing.Since:u}{(incident.Executions.Length > 1 ? $" ({missing.EntryId})" : "")}");
        }
    }
}
