using Remediator.Execution;

namespace Remediator.Scheduling;

/// <summary>Does one or more kinds of due work.</summary>
public interface IDueTask
{
    bool Does(DueKind kind);

    /// <summary>Does it and saves the record without it, or with a later time; what it leaves in place is tried again at the next run.</summary>
    /// <param name="record">As it was read, without a lease.</param>
    /// <param name="worker">Names this worker in the lease.</param>
    /// <returns>What it came to, in a few words for the log.</returns>
    Task<string> DoAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel);
}
