using Remediator.Execution;

namespace Remediator.Scheduling;

/// <summary>The side of the ledger that knows which executions have something due.</summary>
/// <remarks>
/// What is due is part of the execution's record, so that one write holds both: no schedule of its own can be lost between two
/// writes, be left over, or disagree with the record. The list only says where to look; the record decides.
/// </remarks>
public interface IDueList
{
    /// <summary>Ids of executions that have, or had, something due at that time; the longest overdue first.</summary>
    Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, CancellationToken cancel);

    /// <summary>Ids of executions that have an open question to people, or an answer that was not taken up yet; the longest asked first.</summary>
    Task<IReadOnlyList<string>> ListWaitingAsync(CancellationToken cancel);

    /// <summary>Takes an execution off the list that has nothing due any more, unless it was saved since.</summary>
    /// <param name="record">As it was read.</param>
    Task SettleAsync(ExecutionRecord record, CancellationToken cancel);
}
