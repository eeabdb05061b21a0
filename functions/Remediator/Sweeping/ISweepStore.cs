using System.Text.Json.Serialization;

namespace Remediator.Sweeping;

/// <summary>How far the sweep has come, source by source, and what each run found.</summary>
public interface ISweepStore
{
    /// <summary>The source's newest run, open or finished; null before the first.</summary>
    Task<SweepRun?> FindSweepAsync(string source, CancellationToken cancel);

    /// <summary>Records an open run upon the finished one before it, or finishes the open one.</summary>
    /// <returns>False where <see cref="SweepRules"/> say no: another run came first.</returns>
    Task<bool> SaveSweepAsync(SweepRun run, CancellationToken cancel);

    /// <summary>Those that are finished, the newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SweepRun>> ListSweepsAsync(int limit, CancellationToken cancel);
}

/// <summary>One run over one source.</summary>
/// <param name="At">When it ran.</param>
/// <param name="Since">The watermark before; null for the first run, which only sets it.</param>
/// <param name="Until">The watermark after.</param>
/// <param name="Listed">Active findings that the source listed.</param>
/// <param name="Lost">Those that the ledger had never seen: their event was lost.</param>
/// <param name="Unreadable">Those that could not be read.</param>
public sealed record SweepRun(string Source, DateTimeOffset At, DateTimeOffset? Since, DateTimeOffset Until, int Listed, int Lost, int Unreadable)
{
    /// <summary>It has counted, and may not have fed everything yet: it is finished with the same counts, by whoever comes next.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Everything updated before it has been looked at, and fed.</summary>
    [JsonIgnore]
    public DateTimeOffset? Watermark => IsOpen ? Since : Until;
}

/// <summary>Which run may follow which: what DynamoDB's condition expressions repeat.</summary>
public static class SweepRules
{
    public static bool Allows(SweepRun? newest, SweepRun run) => run.IsOpen
        ? newest is not { IsOpen: true } && newest?.Until == run.Since
        : newest is { IsOpen: true } && newest with { IsOpen = false } == run;
}
