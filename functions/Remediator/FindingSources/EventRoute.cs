namespace Remediator.FindingSources;

/// <summary>What one EventBridge rule of a source lets through, and the lane that it leads to.</summary>
/// <param name="Name">Tells the routes of a source apart; empty for the main one.</param>
/// <param name="EventSources">EventBridge <c>source</c> values.</param>
/// <param name="DetailTypes">EventBridge <c>detail-type</c> values.</param>
public sealed record EventRoute(string Name, Lane Lane, IReadOnlyList<string> EventSources, IReadOnlyList<string> DetailTypes)
{
    /// <summary>Extra conditions on <c>detail</c>, as the JSON of an event pattern; null for none.</summary>
    public string? DetailPattern { get; init; }

    /// <summary>The field of <c>detail</c> that holds <c>Finding.Type</c> letter for letter; null when there is none.</summary>
    public string? TypeField { get; init; }
}
