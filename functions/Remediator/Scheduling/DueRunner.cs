using System.Collections.Immutable;
using Remediator.Execution;

namespace Remediator.Scheduling;

/// <summary>Does what is due, one piece of each execution in each run; what fails, or is for another process to do, holds up no other.</summary>
/// <remarks>
/// One schedule at a fixed rate asks the ledger what is due, instead of one schedule for each execution: there is no second write
/// that could be lost after the first, nothing to delete when an execution is released by hand, and a run that was missed is made up by the next.
/// </remarks>
public sealed class DueRunner(IExecutionLedger ledger, IDueList list, IReadOnlyList<IDueTask> tasks, TimeProvider clock)
{
    /// <param name="deadline">After it nothing more is begun.</param>
    public async Task<IReadOnlyList<DueOutcome>> RunAsync(string worker, DateTimeOffset deadline, CancellationToken cancel)
    {
        var (outcomes, looks) = (new List<DueOutcome>(), new List<(ExecutionRecord Record, DueWork Look)>());
        foreach (var id in await list.ListDueAsync(clock.GetUtcNow(), cancel).ConfigureAwait(false))
        {
            await GuardAsync(id, () => RunAsync(id, looks, worker, cancel)).ConfigureAwait(false);
        }

        // However many containments are to be looked at, what people wait for comes before.
        foreach (var (record, look) in looks)
        {
            await GuardAsync(record.Id, async () => new DueOutcome(record.Id, look, await DoAsync(record, look, worker, cancel).ConfigureAwait(false), null)).ConfigureAwait(false);
        }

        return outcomes;

        async Task GuardAsync(string id, Func<Task<DueOutcome?>> run)
        {
            if (clock.GetUtcNow() >= deadline)
            {
                return;
            }

            try
            {
                if (await run().ConfigureAwait(false) is { } outcome)
                {
                    outcomes.Add(outcome);
                }
            }
            catch (LeaseLostException)
            {
                outcomes.Add(new DueOutcome(id, null, "another worker took over", null));
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                // Whatever it is, it is this execution's: the others stand for themselves.
                outcomes.Add(new DueOutcome(id, null, "failed; it is tried again", e));
            }
        }
    }

    /// <param name="looks">Takes that of which nothing but a look is due.</param>
    private async Task<DueOutcome?> RunAsync(string id, List<(ExecutionRecord Record, DueWork Look)> looks, string worker, CancellationToken cancel)
    {
        if (await ledger.FindAsync(id, cancel).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var due = record.Due.Where(w => w.At <= now).ToList();
        if (due.Count == 0)
        {
            await list.SettleAsync(record, cancel).ConfigureAwait(false);
            return null;
        }

        var left = due.Where(w => Task(w.Kind) is null).ToList();
        if (due.Except(left).MinBy(w => (w.Kind == DueKind.Look, w.At)) is not { } work)
        {
            return new DueOutcome(id, null, "left", null) { Left = left };
        }

        if (work.Kind == DueKind.Look && left.Count == 0)
        {
            looks.Add((record, work));
            return null;
        }

        var words = await DoAsync(record, work, worker, cancel).ConfigureAwait(false);

        // What waits, for a pause to end say, keeps nobody from looking.
        var look = due.Find(w => w.Kind == DueKind.Look && w != work && !left.Contains(w));
        if (look is not null && await ledger.FindAsync(id, cancel).ConfigureAwait(false) is { } waiting && waiting.Due.Contains(work) && waiting.Due.Contains(look))
        {
            words = $"{words}; looked at: {await DoAsync(waiting, look, worker, cancel).ConfigureAwait(false)}";
        }

        return new DueOutcome(id, work, words, null) { Left = left };
    }

    private Task<string> DoAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel) => Task(work.Kind)!.DoAsync(record, work, worker, cancel);

    private IDueTask? Task(DueKind kind) => tasks.FirstOrDefault(t => t.Does(kind));
}

/// <summary>What one execution's due work came to.</summary>
/// <param name="Work">Null where it could not be told, or none of it is done here.</param>
/// <param name="Error">Set where it broke.</param>
public sealed record DueOutcome(string ExecutionId, DueWork? Work, string Words, Exception? Error)
{
    /// <summary>What is due too, and done by none of the tasks.</summary>
    public IReadOnlyList<DueWork> Left { get; init; } = [];
}

/// <summary>Changes of what is due.</summary>
public static class DueWorks
{
    /// <summary>The record without due work of these kinds, and with this instead.</summary>
    public static ExecutionRecord WithDue(this ExecutionRecord record, Func<DueKind, bool> replaced, params ImmutableArray<DueWork> works) =>
        record with { Due = [.. record.Due.Where(w => !replaced(w.Kind)), .. works] };
}
