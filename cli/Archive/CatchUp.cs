using System.Runtime.CompilerServices;
using System.Text;
using Remediator.Archiving;
using Remediator.Execution;
using Remediator.Execution.Ledgers;

namespace Remediator.Cli.Archive;

/// <summary>Brings audit entries of the ledger's table into the archive as the export function does, and reads each back.</summary>
internal sealed class CatchUp(DynamoDbLedger ledger, BucketArchive archive)
{
    private const int AtOnce = 10;

    /// <summary>More than a function lives: an entry bears the time when its save began, and the stream that when it ended.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(15);

    /// <summary>Those that were saved from <paramref name="since"/> to <paramref name="until"/>, and a margin at both ends; null stands for no end.</summary>
    public async IAsyncEnumerable<ArchivedEntry> RunAsync(DateTimeOffset? since, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken cancel)
    {
        var first = since - DateTimeOffset.MinValue > Margin ? since - Margin : null;
        var last = DateTimeOffset.MaxValue - until > Margin ? until + Margin : null;
        await foreach (var some in ledger.ListAuditAsync(first, last, cancel).Chunk(AtOnce).WithCancellation(cancel))
        {
            foreach (var entry in await Task.WhenAll(some.Select(s => BringAsync(s, cancel))))
            {
                yield return entry;
            }
        }
    }

    private async Task<ArchivedEntry> BringAsync(SavedAudit saved, CancellationToken cancel)
    {
        if (saved.Item is not { } item)
        {
            return new ArchivedEntry(saved, null, ArchiveOutcome.Failed) { Because = "it is listed, and the table does not have it any more" };
        }

        AuditObject? kept = null;
        try
        {
            kept = AuditObject.Of(item);
            var isWritten = await archive.WriteAsync(kept.Key, kept.Text, cancel);
            var found = await ReadBackAsync(kept.Key, isWritten, cancel);
            return (isWritten, Encoding.UTF8.GetBytes(kept.Text).AsSpan().SequenceEqual(found)) switch
            {
                (true, true) => new ArchivedEntry(saved, kept, ArchiveOutcome.Written),
                (false, true) => new ArchivedEntry(saved, kept, ArchiveOutcome.There),
                (true, false) => new ArchivedEntry(saved, kept, ArchiveOutcome.Failed) { Because = "it was written, and something else was read back" },
                (false, false) => new ArchivedEntry(saved, kept, ArchiveOutcome.Failed) { Because = "something else is there, and stays: compare it with the ledger" },
            };
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // Whatever it is, it is this entry's: the others stand for themselves.
            return new ArchivedEntry(saved, kept, ArchiveOutcome.Failed) { Because = AwsFailure.Describe(e) };
        }
    }

    private async Task<byte[]> ReadBackAsync(string key, bool isWritten, CancellationToken cancel)
    {
        try
        {
            return await archive.ReadAsync(key, cancel);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw new RemediationException($"{(isWritten ? "it was written" : "there is an object")}, and could not be read back: {AwsFailure.Describe(e)}");
        }
    }
}

/// <summary>What became of one audit entry.</summary>
/// <param name="Object">What the archive keeps of it; null where that could not be told.</param>
internal sealed record ArchivedEntry(SavedAudit Saved, AuditObject? Object, ArchiveOutcome Outcome)
{
    /// <summary>Why it failed.</summary>
    public string? Because { get; init; }
}

internal enum ArchiveOutcome
{
    /// <summary>It was there before, with that very text.</summary>
    There,

    /// <summary>It was not there, was written and read back.</summary>
    Written,

    Failed,
}
