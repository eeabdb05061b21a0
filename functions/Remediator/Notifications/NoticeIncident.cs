using System.Collections.Immutable;
using Remediator.Execution.Ledgers;

namespace Remediator.Notifications;

/// <summary>The incident that a notice belongs to: all executions of one finding.</summary>
/// <param name="FindingId">As the source gives it: text from outside.</param>
/// <param name="Entry">The outbox entry, the same however often it is delivered.</param>
/// <param name="Others">What the finding names beside the resource of this execution, in words: text from outside.</param>
public sealed record NoticeIncident(string FindingId, string Entry, ImmutableArray<string> Others)
{
    private const int Shown = 10;

    /// <summary>Short, harmless, and the same in every message about the finding.</summary>
    public string Id => $"in-{LeaseRules.Hash(FindingId)[..Shown]}";
}
