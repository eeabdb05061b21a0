using System.Collections.Immutable;

namespace Remediator.Cli.Incidents;

/// <summary>One thing that happened, in words; its texts may come from a finding and are not escaped yet.</summary>
/// <param name="Who">The worker, the operator or the channel.</param>
/// <param name="What">One line.</param>
/// <param name="Details">More lines.</param>
public sealed record TimelineEvent(DateTimeOffset At, string Execution, string Who, string What, ImmutableArray<string> Details, ImmutableArray<TimelineChange> Changes);

/// <summary>How one change stood at that moment.</summary>
/// <param name="What">Step, attribute and target.</param>
/// <param name="ReadBack">Null where it was not read back.</param>
/// <param name="Note">What attribute and values do not say; null for nothing.</param>
/// <param name="Lasting">What an undo can't or does not put back; null where it puts the value back.</param>
/// <param name="Calls">Operation and request id of each call.</param>
public sealed record TimelineChange(string What, string Status, string Before, string After, string? ReadBack, string? Error, string? Note, string? Lasting, ImmutableArray<string> Calls);
