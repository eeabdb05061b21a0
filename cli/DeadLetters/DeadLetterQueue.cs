namespace Remediator.Cli.DeadLetters;

/// <summary>A queue of what could not be answered or delivered.</summary>
/// <param name="Source">The queue whose messages end here; null where they come from elsewhere (EventBridge, a stream).</param>
public sealed record DeadLetterQueue(string Url, string? Source)
{
    public string Name => NameOf(Url);

    public static string NameOf(string url) => url[(url.LastIndexOf('/') + 1)..];
}
