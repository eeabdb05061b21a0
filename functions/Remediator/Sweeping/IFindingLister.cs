namespace Remediator.Sweeping;

/// <summary>One service's list of active findings.</summary>
public interface IFindingLister
{
    /// <summary>Name of the finding source that reads them.</summary>
    string Source { get; }

    /// <summary>Each finding as the event that should have come.</summary>
    IAsyncEnumerable<string> ListAsync(SweepWindow window, CancellationToken cancel);
}

/// <summary>What to list: active findings that were updated from <paramref name="Since"/> on and before <paramref name="Until"/>.</summary>
/// <param name="Account">The account that lists.</param>
public sealed record SweepWindow(DateTimeOffset Since, DateTimeOffset Until, string Account, string Region)
{
    public bool Contains(DateTimeOffset at) => at >= Since && at < Until;
}
