using System.Collections.Immutable;

namespace Remediator.Execution.Ledgers;

/// <summary>Who works on a resource, and who has ever planned changes of it.</summary>
/// <param name="ExecutionId">The holder, whichever worker it has: which one that is, the lease of the execution decides.</param>
/// <param name="Executions">Those that have planned changes of it.</param>
internal sealed record StoredLease(string ExecutionId, DateTimeOffset Until, ImmutableArray<string> Executions);
