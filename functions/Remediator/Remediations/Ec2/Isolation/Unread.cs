using System.Collections.Concurrent;
using System.Collections.Immutable;
using Remediator.Execution;

namespace Remediator.Remediations.Isolation;

/// <summary>Reads that only best-effort changes need: tried twice, and where that fails said instead of stopping the containment.</summary>
internal sealed class Unread
{
    private readonly ConcurrentBag<string> _sentences = [];

    public ImmutableArray<string> Sentences => [.. _sentences.InOrder(string.CompareOrdinal)];

    /// <param name="read">Keeps what it read; where it throws, what was there before stands.</param>
    /// <remarks>Not generic: an instantiation for each type would be compiled at every cold start.</remarks>
    public async Task TryAsync(Func<Task> read, string what, string so)
    {
        try
        {
            await read().ConfigureAwait(false);
            return;
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
        }

        try
        {
            await read().ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            _sentences.Add($"{what} could not be read ({AwsFailure.Describe(e)}): {so}.");
        }
    }
}
