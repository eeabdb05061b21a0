using System.Collections.Frozen;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Every operation that is a threat in itself, by service and name, and the EventBridge pattern that follows from them.</summary>
internal static class ThreatCatalogue
{
    public static IReadOnlyList<Threat> All { get; } = [.. AuditTrailThreats.All, .. DetectionThreats.All, .. DataThreats.All, .. IdentityThreats.All];

    private static readonly FrozenDictionary<(string, string), Threat[]> ByName = All.GroupBy(t => (t.EventSource, t.Operation)).ToFrozenDictionary(g => g.Key, g => g.ToArray());

    /// <summary>Sign-in comes as an event of its own and has a rule of its own.</summary>
    private static readonly Threat[] Calls = [.. All.Where(t => t.EventSource != IdentityThreats.SignIn)];

    /// <summary><c>aws.kms</c> for <c>kms.amazonaws.com</c>.</summary>
    public static IReadOnlyList<string> EventSources { get; } = [.. Calls.Select(t => "aws." + t.EventSource.Split('.')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Their names, and no error: what failed has changed nothing.</summary>
    public static string DetailPattern { get; } =
        $$"""{"eventName":["{{string.Join("\",\"", Calls.Select(t => t.Operation).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}}"],"errorCode":[{"exists":false}]}""";

    /// <summary>The types of the findings that come of them.</summary>
    public static IEnumerable<string> Types => All.Select(t => $"{t.Service}:{t.Operation}{t.Suffix}");

    /// <summary>What the operation can be, the worst first.</summary>
    public static IReadOnlyList<Threat> Find(string eventSource, string operation) => ByName.GetValueOrDefault((eventSource, operation)) ?? [];
}
