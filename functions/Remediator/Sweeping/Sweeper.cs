using Remediator.Execution;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;

namespace Remediator.Sweeping;

/// <summary>Finds findings whose event never came, and feeds them into the lane that it should have come by.</summary>
/// <remarks>
/// What a run has found lost is counted and recorded before it is fed, and the watermark moves after: a run that is cut off is
/// finished by the next one, with its own window and its own count, so that each lost finding is counted once. What is fed twice is
/// one execution. The first run of a source only sets its watermark: what is older than the deployment is not lost.
/// </remarks>
public sealed class Sweeper(IExecutionLedger ledger, ISweepStore store, ILaneQueues queues, DeliveredFindings delivered, OwnIdentity own, TimeProvider clock)
{
    /// <summary>An event may still be on its way: GuardDuty sends within five minutes, Config and Inspector within minutes.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>No run looks at more: one that is cut off by its time must not leave a longer one to the next.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <returns>What this run has counted; nothing where another came first.</returns>
    public async Task<SweepRun> SweepAsync(IFindingLister lister, string account, string region, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var newest = await store.FindSweepAsync(lister.Source, cancel).ConfigureAwait(false);
        if (newest is { IsOpen: true })
        {
            var (_, rest) = await ListAsync(lister, newest, account, region, cancel).ConfigureAwait(false);
            return await FinishAsync(newest, rest, cancel).ConfigureAwait(false);
        }

        var run = new SweepRun(lister.Source, now, newest?.Watermark, now - Grace, 0, 0, 0) { IsOpen = true };
        run = run.Since is { } from && from + Longest < run.Until ? run with { Until = from + Longest } : run;
        if (run.Since >= run.Until)
        {
            return run with { Until = run.Since.Value, IsOpen = false };
        }

        (run, var lost) = await ListAsync(lister, run, account, region, cancel).ConfigureAwait(false);
        return await store.SaveSweepAsync(run, cancel).ConfigureAwait(false)
            ? await FinishAsync(run, lost, cancel).ConfigureAwait(false)
            : Nothing(run);
    }

    /// <summary>The run with its counts, and the documents with findings that the ledger has never seen.</summary>
    private async Task<(SweepRun Counted, List<(Lane Lane, string Document)> Lost)> ListAsync(IFindingLister lister, SweepRun run, string account, string region, CancellationToken cancel)
    {
        var documents = new List<(Lane, string)>();
        if (run.Since is not { } since)
        {
            return (run, documents);
        }

        await foreach (var document in lister.ListAsync(new SweepWindow(since, run.Until, account, region), cancel).ConfigureAwait(false))
        {
            run = run with { Listed = run.Listed + 1 };
            switch (FindingReader.Read(document))
            {
                case SourceResult.Parsed parsed:
                    var lost = await LostAsync(parsed.Findings, cancel).ConfigureAwait(false);
                    run = run with { Lost = run.Lost + lost.Count };
                    if (lost is [var first, ..] && FindingSourceCatalogue.Find(first.Source) is { } source)
                    {
                        documents.Add((source.Lane, document));
                    }

                    break;
                case SourceResult.Rejected { IsHarmless: true }:
                    break;
                default:
                    run = run with { Unreadable = run.Unreadable + 1 };
                    break;
            }
        }

        return (run, documents);
    }

    /// <summary>Feeds what was lost, and moves the watermark.</summary>
    private async Task<SweepRun> FinishAsync(SweepRun open, List<(Lane Lane, string Document)> lost, CancellationToken cancel)
    {
        foreach (var (lane, document) in lost)
        {
            await queues.SendAsync(lane, document, cancel).ConfigureAwait(false);
        }

        var finished = open with { IsOpen = false };
        return await store.SaveSweepAsync(finished, cancel).ConfigureAwait(false) ? finished : Nothing(finished);
    }

    private static SweepRun Nothing(SweepRun run) => run with { Listed = 0, Lost = 0, Unreadable = 0, IsOpen = false };

    private async Task<List<Finding>> LostAsync(IReadOnlyList<Finding> findings, CancellationToken cancel)
    {
        var lost = new List<Finding>();
        foreach (var finding in findings.Where(f => delivered.Includes(f) && SelfFeedback.Of(f, own) is not { Rest: null, IsTold: false }))
        {
            if (!await WasSeenAsync(finding, cancel).ConfigureAwait(false))
            {
                lost.Add(finding);
            }
        }

        return lost;
    }

    /// <summary>Whether the ledger knows of it; one that was settled, and is active again since, is a new one.</summary>
    private async Task<bool> WasSeenAsync(Finding finding, CancellationToken cancel)
    {
        var unmatched = await ledger.FindUnmatchedAsync(finding.Id, cancel).ConfigureAwait(false);

        // Saves alone show nothing: a daily look saves too, and knows only the finding as it was.
        return unmatched is { Outcome: UnmatchedFinding.Resolved, At: var settled } && finding.UpdatedAt > settled
            ? (await ledger.ListOfFindingAsync(finding.Id, cancel).ConfigureAwait(false)).Any(r => r.Finding.UpdatedAt > settled)
            : unmatched is not null || await ledger.LastSavedAsync(finding.Id, cancel).ConfigureAwait(false) is not null;
    }
}
