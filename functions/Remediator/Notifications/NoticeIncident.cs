using System.Collections.Immutable;
using Remediator.Execution.Ledgers;

namespace Remediator.Notifications;

/// <summary>The incident that a notice belongs to: all executions of one finding.</summary>
/// <param name="FindingId">As the source gives it: text from outside.</param>
/// <param name="Entry">The outbox entry, the same however often it is delivered.</param>
/// <param name="Others">What the finding names beside the resource of this execution, in words: text from outside.</param>
public sealed record NoticeIncident(string FindingId, string Entry, ImmutableArray<string> Others)
{
    private const string Prefix = "in-";
    private const int Shown = 10;

    /// <summary>Short, harmless, and the same in every message about the finding.</summary>
    public string Id => IdOf(FindingId);

    /// <summary>The id in messages of a finding's incident.</summary>
    public static string IdOf(string findingId) => $"{Prefix}{LeaseRules.Hash(findingId)[..Shown]}";

    /// <summary>Whether a text has the form of such an id.</summary>
    public static bool IsId(string text) =>
        text.Length == Prefix.Length + Shown && text.StartsWith(Prefix, StringComparison.Ordinal) && text.Skip(Prefix.Length).All(char.IsAsciiHexDigitLower);
}
