namespace Remediator.Sweeping;

/// <summary>How far the sweep has come, source by source, and what each run found.</summary>
public interface ISweepStore
{
    /// <summary>Everything updated before it has been looked at; null before the first run.</summary>
    Task<DateTimeOffset?> ReadWatermarkAsync(string source, CancellationToken cancel);

    /// <summary>Records a run and moves the source's watermark to its <see cref="SweepRun.Until"/>, in one transaction.</summary>
    Task RecordSweepAsync(SweepRun run, CancellationToken cancel);

    /// <summary>The newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SweepRun>> ListSweepsAsync(int limit, CancellationToken cancel);
}

/// <summary>One finished run over one source.</summary>
/// <param name="At">When it ran.</param>
/// <param name="Since">The watermark before; null for the first run, which only sets it.</param>
/// <param name="Until">The watermark after.</param>
/// <param name="Listed">Active findings that the source listed.</param>
/// <param name="Lost">Those that the ledger had never seen: their event was lost.</param>
/// <param name="Unreadable">Those that could not be read.</param>
public sealed record SweepRun(string Source, DateTimeOffset At, DateTimeOffset? Since, DateTimeOffset Until, int Listed, int Lost, int Unreadable);
