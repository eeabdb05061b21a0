using Remediator.Findings;
using Remediator.Notifications;

namespace Remediator.Execution;

/// <summary>The durable memory of the engine: who works on what, what was planned, and what came of it.</summary>
/// <remarks>Implementations: in memory, a file, DynamoDB; all pass the same contract tests.</remarks>
public interface IExecutionLedger
{
    /// <summary>Takes the leases of an execution and of its resource, creating its record if this is the first delivery: conditional writes side by side.</summary>
    /// <param name="fresh">The record to create; only its key and first contents matter when one exists.</param>
    Task<ClaimResult> ClaimAsync(ExecutionRecord fresh, string owner, TimeSpan lease, CancellationToken cancel);

    /// <summary>Saves the record, its audit entry, and what people must be told of it, in one transaction.</summary>
    /// <remarks>
    /// A save keeps, prolongs (<c>LeaseUntil</c>) or ends (<c>LeaseOwner = null</c>) the lease, as the record says. Saving the same
    /// content again upon the same version succeeds: an answer that was lost on the way is no lost lease.
    /// The save of a plan also takes the leases of all that the plan changes; they are prolonged and end with that of the execution.
    /// </remarks>
    /// <returns>The record with its new version.</returns>
    /// <exception cref="LeaseLostException">Another worker has saved or claimed it since, or works on its resource: nothing was written.</exception>
    /// <exception cref="ResourceBusyException">Another execution works on what the plan would change: nothing was written.</exception>
    Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel);

    /// <summary>Takes the leases of all that a claimed record changes, and tells who else has planned changes of it.</summary>
    Task<HeldResources> HoldAsync(ExecutionRecord claimed, CancellationToken cancel);

    /// <summary>The other executions that have planned changes of what a record changes, without taking anything.</summary>
    Task<IReadOnlyList<ExecutionRecord>> ListSharingAsync(ExecutionRecord record, CancellationToken cancel);

    /// <summary>The record of that id, or null.</summary>
    Task<ExecutionRecord?> FindAsync(string id, CancellationToken cancel);

    /// <summary>The newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<ExecutionRecord>> ListAsync(int limit, CancellationToken cancel);

    /// <summary>The executions of one finding, the newest first; one that was claimed and never saved is not among them yet.</summary>
    Task<IReadOnlyList<ExecutionRecord>> ListOfFindingAsync(string findingId, CancellationToken cancel);

    /// <summary>The executions of one resource, of every account that has one of that name, the newest first; those that are claimed and not saved yet are not among them.</summary>
    Task<IReadOnlyList<ExecutionRecord>> ListOfResourceAsync(string kind, string id, CancellationToken cancel);

    /// <summary>When an execution of the finding was last saved; null when none was.</summary>
    Task<DateTimeOffset?> LastSavedAsync(string findingId, CancellationToken cancel);

    /// <summary>Every save of an execution, in order.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAuditAsync(string id, CancellationToken cancel);

    /// <summary>Records a finding that led to no execution (unmatched or rejected), so that every finding ends in a verdict; a finding that was settled later stays so.</summary>
    Task RecordUnmatchedAsync(UnmatchedFinding unmatched, CancellationToken cancel);

    /// <summary>The record of a finding that led to no execution, or null.</summary>
    Task<UnmatchedFinding?> FindUnmatchedAsync(string findingId, CancellationToken cancel);

    /// <summary>Findings without an execution, the newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<UnmatchedFinding>> ListUnmatchedAsync(int limit, CancellationToken cancel);
}

/// <summary>A finding that no playbook answers, or an event that is not a finding.</summary>
/// <param name="Id">Finding id, or a hash of the event where it has none.</param>
/// <param name="Outcome"><c>unmatched</c>, <c>resolved</c>, <c>rejected</c> or <c>own</c>.</param>
/// <param name="Reason">One sentence.</param>
public sealed record UnmatchedFinding(string Id, string Source, string Type, string Outcome, string Reason, DateTimeOffset At)
{
    /// <summary>The outcome of a finding that the source itself calls settled.</summary>
    public const string Resolved = "resolved";

    /// <summary>Whether a record may take the place of another: only that a finding was settled may come late, and so be older.</summary>
    public static bool Replaces(UnmatchedFinding? stored, UnmatchedFinding next) => stored is not { Outcome: Resolved } || stored.At <= next.At;
}

/// <summary>Whether this worker may go on.</summary>
public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    /// <summary>The lease is ours; the record is as the ledger has it (new or found).</summary>
    public sealed record Claimed(ExecutionRecord Record) : ClaimResult;

    /// <summary>Another worker holds the lease.</summary>
    /// <param name="Owner">That worker; or the execution that holds the resource.</param>
    /// <param name="Resource">What another execution works on; null where another worker has this very execution.</param>
    public sealed record Busy(string Owner, DateTimeOffset Until, string? Resource = null) : ClaimResult;
}

/// <summary>What a claim holds beside its execution.</summary>
/// <param name="Record">With the leases that were taken, whose next save prolongs or ends them.</param>
/// <param name="Others">The other executions that ever planned changes of it.</param>
/// <param name="Busy">Who has a resource that could not be taken; null when all is held.</param>
public sealed record HeldResources(ExecutionRecord Record, IReadOnlyList<ExecutionRecord> Others, ClaimResult.Busy? Busy);

/// <summary>Another execution works on a resource that a plan would change.</summary>
public sealed class ResourceBusyException(ResourceIdentity resource, string executionId, DateTimeOffset until)
    : Exception($"{resource} is held by execution {executionId} until {until:u}.")
{
    public ResourceIdentity Resource { get; } = resource;

    public string ExecutionId { get; } = executionId;

    public DateTimeOffset Until { get; } = until;
}

/// <summary>This worker's lease is gone: it must not write or change anything more.</summary>
public sealed class LeaseLostException(string executionId)
    : Exception($"Execution {executionId} was taken over by another worker; this one stops.");
