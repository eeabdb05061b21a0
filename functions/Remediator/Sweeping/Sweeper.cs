using System.Collections.Immutable;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;

namespace Remediator.Sweeping;

/// <summary>Finds findings whose event never came, and feeds them into the lane that it should have come by.</summary>
/// <remarks>
/// The watermark moves only after everything before it was fed: a run that is cut off is taken up by the next one. What is fed twice
/// is one execution. The first run of a source only sets its watermark: what is older than the deployment is not lost.
/// </remarks>
public sealed class Sweeper(IExecutionLedger ledger, ISweepStore store, ILaneQueues queues, DeliveredFindings delivered, OwnIdentity own, TimeProvider clock)
{
    /// <summary>An event may still be on its way: GuardDuty sends within five minutes, Config and Inspector within minutes.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    public async Task<SweepRun> SweepAsync(IFindingLister lister, string account, string region, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var since = await store.ReadWatermarkAsync(lister.Source, cancel).ConfigureAwait(false);
        var run = new SweepRun(lister.Source, now, since, now - Grace, 0, 0, 0);
        if (since is { } from && from < run.Until)
        {
            await foreach (var document in lister.ListAsync(new SweepWindow(from, run.Until, account, region), cancel).ConfigureAwait(false))
            {
                run = run with { Listed = run.Listed + 1 };
                run = FindingReader.Read(document) switch
                {
                    SourceResult.Parsed parsed => run with { Lost = run.Lost + await FeedAsync(document, parsed.Findings, cancel).ConfigureAwait(false) },
                    SourceResult.Rejected { IsHarmless: true } => run,
                    _ => run with { Unreadable = run.Unreadable + 1 },
                };
            }
        }
        else if (since is not null)
        {
            return run with { Until = since.Value };
        }

        await store.RecordSweepAsync(run, cancel).ConfigureAwait(false);
        return run;
    }

    /// <summary>How many of the document's findings were lost; then it is sent, once.</summary>
    private async Task<int> FeedAsync(string document, IReadOnlyList<Finding> findings, CancellationToken cancel)
    {
        var lost = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings.Where(f => delivered.Includes(f) && SelfFeedback.Reason(f, own) is null))
        {
            if (!await WasSeenAsync(finding, cancel).ConfigureAwait(false))
            {
                lost.Add(finding);
            }
        }

        if (lost.Count > 0 && FindingSourceCatalogue.Find(lost[0].Source) is { } source)
        {
            await queues.SendAsync(source.Lane, document, cancel).ConfigureAwait(false);
        }

        return lost.Count;
    }

    /// <summary>Whether the ledger knows of it; one that was settled, and is active again since, is a new one.</summary>
    private async Task<bool> WasSeenAsync(Finding finding, CancellationToken cancel)
    {
        var saved = await ledger.LastSavedAsync(finding.Id, cancel).ConfigureAwait(false);
        var unmatched = await ledger.FindUnmatchedAsync(finding.Id, cancel).ConfigureAwait(false);
        return unmatched is { Outcome: UnmatchedFinding.Resolved, At: var settled } && finding.UpdatedAt > settled
            ? saved > settled
            : saved is not null || unmatched is not null;
    }
}
