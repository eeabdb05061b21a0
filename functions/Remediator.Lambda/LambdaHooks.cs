namespace Remediator.Lambda;

/// <summary>What the function does at turning points of its execution environment's life.</summary>
public sealed class LambdaHooks
{
    private readonly List<Func<CancellationToken, Task>> _beforeSnapshot = [];
    private readonly List<Func<CancellationToken, Task>> _afterRestore = [];
    private readonly List<Func<CancellationToken, Task>> _beforeExit = [];

    /// <summary>Runs before SnapStart takes its snapshot, last registered first.</summary>
    public void BeforeSnapshot(Func<CancellationToken, Task> hook) => _beforeSnapshot.Add(hook);

    /// <summary>Runs in each copy of the snapshot: drop connections and cached credentials, reseed ids.</summary>
    public void AfterRestore(Func<CancellationToken, Task> hook) => _afterRestore.Add(hook);

    /// <summary>Runs when the loop ends; Lambda kills the process soon after, so flush and nothing else.</summary>
    public void BeforeExit(Func<CancellationToken, Task> hook) => _beforeExit.Add(hook);

    internal Task RunBeforeSnapshotAsync(CancellationToken cancellation) =>
        RunAsync(Enumerable.Reverse(_beforeSnapshot), cancellation);

    internal Task RunAfterRestoreAsync(CancellationToken cancellation) => RunAsync(_afterRestore, cancellation);

    internal Task RunBeforeExitAsync(CancellationToken cancellation) => RunAsync(_beforeExit, cancellation);

    private static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> hooks, CancellationToken cancellation)
    {
        foreach (var hook in hooks) await hook(cancellation);
    }
}
