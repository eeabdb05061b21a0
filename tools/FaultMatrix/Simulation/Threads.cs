using System.Runtime.ExceptionServices;

namespace Remediator.FaultMatrix.Simulation;

/// <summary>Runs simulations side by side, each on one thread from its start to its end.</summary>
/// <remarks>
/// A continuation runs where its task was completed only on a thread without a synchronization context (a test runner's threads have
/// one) and with room on its stack (each level that an exception passes takes some). Elsewhere it goes to the thread pool, and then
/// the order of calls is the machine's. So they get threads of their own.
/// </remarks>
internal static class Threads
{
    private const int StackSize = 256 * 1024 * 1024;

    /// <summary>The results in the order of the items.</summary>
    public static IReadOnlyList<TResult> Map<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> simulate)
    {
        var results = new TResult[items.Count];
        var next = -1;
        ExceptionDispatchInfo? failed = null;
        var threads = Enumerable.Range(0, Math.Min(Environment.ProcessorCount, items.Count)).Select(_ => new Thread(Work, StackSize)).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        failed?.Throw();
        return results;

        void Work()
        {
            while (failed is null && Interlocked.Increment(ref next) is var i && i < items.Count)
            {
                try
                {
                    results[i] = simulate(items[i]);
                }
                catch (Exception e)
                {
                    failed = ExceptionDispatchInfo.Capture(e);
                }
            }
        }
    }
}
