namespace Remediator.Cli.Incidents;

/// <summary>An incident as plain text, for terminals and tickets.</summary>
public static class IncidentText
{
    public static string Render(Incident incident, int width = 100)
    {
        var text = new WrappedText(width);
        text.Add(0, $"Incident {incident.Asked}");
        foreach (var fact in IncidentFacts.Of(incident))
        {
            text.Add(2, $"{fact.Name + ":",-10} {fact.Value}", hanging: 11);
        }

        foreach (var e in Timeline.Of(incident))
        {
            text.Blank();
            text.Add(0, $"{e.At:yyyy-MM-dd HH:mm:ss.fff}Z  {e.What}");
            text.Add(2, e.Execution.Length > 0 && incident.Executions.Length > 1 ? $"by {e.Who}, execution {e.Execution}" : $"by {e.Who}");
            foreach (var detail in e.Details)
            {
                text.Add(2, detail);
            }

            foreach (var change in e.Changes)
            {
                Add(text, change);
            }
        }

        return text.ToString();
    }

    private static void Add(WrappedText text, TimelineChange change)
    {
        text.Add(2, $"{change.What}: {change.Status}{(change.Lasting is { } lasting ? $"; {lasting}" : "")}");
        if (change.Note is { } note)
        {
            text.Add(4, $"note:      {note}", hanging: 11);
        }

        text.Add(4, $"before:    {change.Before}", hanging: 11);
        text.Add(4, $"after:     {change.After}", hanging: 11);
        if (change.ReadBack is { } live)
        {
            text.Add(4, $"read back: {live}", hanging: 11);
        }

        if (change.Error is { } error)
        {
            text.Add(4, $"error:     {error}", hanging: 11);
        }

        foreach (var call in change.Calls)
        {
            text.Add(4, $"call:      {call}", hanging: 11);
        }
    }
}
