using System.Collections.Concurrent;
using System.Collections.Immutable;
using Remediator.Execution;

namespace Remediator.Remediations.Isolation;

/// <summary>Reads that only best-effort changes need: tried twice, and where that fails said instead of stopping the containment.</summary>
internal sealed class Unread
{
    private readonly ConcurrentBag<string> _sentences = [];

    public ImmutableArray<string> Sentences => [.. _sentences.InOrder(string.CompareOrdinal)];

    public async Task<T> OrAsync<T>(Func<Task<T>> read, T otherwise, string what, string so)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
        }

        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            _sentences.Add($"{what} could not be read ({AwsFailure.Describe(e)}): {so}.");
            return otherwise;
        }
    }
}
