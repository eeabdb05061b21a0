namespace Remediator.Lambda;

/// <summary>The handler's token: fires half a second before Lambda would kill it, or when the process stops.</summary>
internal sealed class HandlerDeadline : IDisposable
{
    /// <summary>Enough to record where the work stands and to answer.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    public HandlerDeadline(DateTimeOffset deadline, TimeProvider time, CancellationToken stop)
    {
        var left = deadline - Margin - time.GetUtcNow();
        _timer = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, stop);
    }

    public CancellationToken Token => _linked.Token;

    public bool HasPassed => _timer.IsCancellationRequested;

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
