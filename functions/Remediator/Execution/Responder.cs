using System.Collections.Immutable;
using System.Security.Cryptography;
using Remediator.Approvals;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Execution;

/// <summary>The whole path of one event: read, match, run for each resource. Every finding ends in a recorded verdict.</summary>
/// <param name="own">What is Remediator itself, whose findings it leaves alone; null on a workstation, where a person asks.</param>
public sealed class Responder(PlaybookMatcher matcher, RemediationRunner runner, IExecutionLedger ledger, TimeProvider clock, OwnIdentity? own = null)
{
    /// <summary>What has to be done before the playbooks that contain, and what may wait for them.</summary>
    private const int First = -1;
    private const int Beside = 0;
    private const int Last = 1;

    /// <param name="document">An event or a bare finding as UTF-8 JSON.</param>
    /// <param name="mode">Overrides the playbook's mode; null leaves it.</param>
    /// <param name="worker">Names this worker in leases; unique for each delivery.</param>
    /// <param name="left">Of the time of the function that asks; null where nothing ends it.</param>
    public async Task<ImmutableArray<Response>> RespondAsync(ReadOnlyMemory<byte> document, PlaybookMode? mode, string worker, CancellationToken cancel, TimeSpan? left = null)
    {
        var until = clock.GetUtcNow() + left;
        if (Resumption.Read(document.Span) is { } execution)
        {
            return [await ResumeAsync(execution, worker, cancel, until).ConfigureAwait(false) ?? await RejectAsync(document, $"there is no execution {execution}", cancel).ConfigureAwait(false)];
        }

        switch (FindingReader.Read(document.Span))
        {
            case SourceResult.Rejected rejected:
                return [await RejectAsync(document, rejected.Reason, cancel).ConfigureAwait(false) with { IsHarmless = rejected.IsHarmless }];
            case SourceResult.Parsed parsed:
                var responses = await Task.WhenAll(parsed.Findings.Select(f => RespondAsync(f, mode, worker, byOperator: false, cancel, until))).ConfigureAwait(false);
                var answers = await TakeTurnsAsync([.. responses.SelectMany(r => r)], mode, worker, byOperator: false, until, cancel).ConfigureAwait(false);
                return parsed.Skipped.Count == 0
                    ? answers
                    : [.. answers, await RejectAsync(document, string.Join("; ", parsed.Skipped), cancel).ConfigureAwait(false)];
            case var other:
                throw new InvalidOperationException($"unknown source result {other.GetType().Name}");
        }
    }

    /// <summary>The path of one finding that was read already.</summary>
    /// <param name="byOperator">See <see cref="RunRequest.ByOperator"/>.</param>
    /// <param name="until">See <see cref="RunRequest.Until"/>.</param>
    public async Task<ImmutableArray<Response>> RespondAsync(Finding finding, PlaybookMode? mode, string worker, bool byOperator, CancellationToken cancel, DateTimeOffset? until = null)
    {
        if (own is not null && !byOperator && SelfFeedback.Of(finding, own) is { } share)
        {
            // Telling of it neither delays what is answered nor keeps it from being.
            var answering = share.Rest is { } rest ? AnswerAsync(rest, mode, worker, byOperator, until, cancel) : RecordOwnAsync(finding, share.Reason, cancel);
            var telling = share is { IsTold: true, Own: { } mine } ? RunAsync([new RunRequest(finding.Where(mine), share.Alarm(), mine, PlaybookMode.Observe, worker)], cancel) : Task.FromResult<Response[]>([]);
            await Task.WhenAll(answering, telling).ConfigureAwait(false);
            return [.. answering.Result, .. telling.Result];
        }

        return await AnswerAsync(finding, mode, worker, byOperator, until, cancel).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<Response>> RecordOwnAsync(Finding finding, string reason, CancellationToken cancel)
    {
        await ledger.RecordUnmatchedAsync(new UnmatchedFinding(finding.Id, finding.Source, finding.Type, "own", reason, clock.GetUtcNow()), cancel).ConfigureAwait(false);
        return [new Response.Own(finding, reason)];
    }

    private async Task<ImmutableArray<Response>> AnswerAsync(Finding finding, PlaybookMode? mode, string worker, bool byOperator, DateTimeOffset? until, CancellationToken cancel)
    {
        switch (matcher.Match(finding))
        {
            case PlaybookMatch.Unmatched unmatched:
                await ledger.RecordUnmatchedAsync(Unmatched(finding, unmatched.Reason), cancel).ConfigureAwait(false);
                return [new Response.Unmatched(finding, unmatched.Reason)];
            case PlaybookMatch.Matched { Hits: var hits }:
                var runs = await RunAsync(
                    [.. hits.SelectMany(h => h.Resources.Select(r => new RunRequest(finding.Where(r), h.Playbook, r, mode ?? h.Playbook.Mode, worker, byOperator, ModeIsAsked: mode is not null) { Until = until }))],
                    cancel).ConfigureAwait(false);
                return await TakeTurnsAsync([.. runs], mode, worker, byOperator, until, cancel).ConfigureAwait(false);
            case var other:
                throw new InvalidOperationException($"unknown match {other.GetType().Name}");
        }
    }

    /// <summary>Findings of one event may be about one resource, or share what they change: those that had to wait for another are tried once more.</summary>
    private async Task<ImmutableArray<Response>> TakeTurnsAsync(ImmutableArray<Response> responses, PlaybookMode? mode, string worker, bool byOperator, DateTimeOffset? until, CancellationToken cancel)
    {
        var answers = responses.ToArray();
        for (var i = 0; answers.Length > 1 && i < answers.Length; i++)
        {
            if (answers[i] is Response.Ran { Result: RunResult.Busy { Resource: not null } } busy)
            {
                answers[i] = await RunAsync(new RunRequest(busy.Finding, busy.Playbook, busy.Resource, mode ?? busy.Playbook.Mode, worker, byOperator, ModeIsAsked: mode is not null) { Until = until }, cancel).ConfigureAwait(false);
            }
        }

        return [.. answers];
    }

    /// <summary>When a source calls a finding settled counts, not when its event came: only what is active since is a new occurrence.</summary>
    private UnmatchedFinding Unmatched(Finding finding, string reason)
    {
        var now = clock.GetUtcNow();
        return finding.Status == FindingStatus.Resolved
            ? new(finding.Id, finding.Source, finding.Type, UnmatchedFinding.Resolved, reason, finding.UpdatedAt < now ? finding.UpdatedAt.Value : now)
            : new(finding.Id, finding.Source, finding.Type, "unmatched", reason, now);
    }

    /// <summary>Takes an execution up again from what the ledger knows of it; null where there is none.</summary>
    /// <remarks>The finding is matched anew: a playbook that answers it no longer, or has changed, is not run by an old decision.</remarks>
    public async Task<Response?> ResumeAsync(string executionId, string worker, CancellationToken cancel, DateTimeOffset? until = null)
    {
        if (await ledger.FindAsync(executionId, cancel).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        // That its source calls it settled is recorded apart: no execution is read for it, and a question may stand.
        if ((record.Approval is { IsOpen: true } || DeliveryTriage.IsHeldBack(record))
            && await ledger.FindUnmatchedAsync(record.Key.FindingId, cancel).ConfigureAwait(false) is { Outcome: UnmatchedFinding.Resolved, At: var settled }
            && settled >= (record.Finding.UpdatedAt ?? record.Approval?.AskedAt ?? record.CreatedAt))
        {
            var because = $"withdrawn: its source called the finding settled at {Control.Utc(settled)}, so nothing is applied; {Advice.Enforce(record)}";
            await new ApprovalDesk(ledger, clock).CloseAsync(record, worker, because, cancel).ConfigureAwait(false);
            return new Response.Unmatched(record.Finding, $"the question of execution {record.Id} is {because}");
        }

        var playbooks = ManualPlaybook.Of(record.Finding) is { } byHand ? new PlaybookMatcher([byHand]) : matcher;
        if (playbooks.Match(record.Finding).Answers.FirstOrDefault(h => h.Playbook.Id == record.Key.Playbook) is { Playbook: var playbook } hit
            && hit.Resources.FirstOrDefault(r => ExecutionKey.Of(record.Finding, playbook.Id, r) == record.Key) is { } resource)
        {
            return await RunAsync(new RunRequest(record.Finding, playbook, resource, playbook.Mode, worker) { Until = until }, cancel).ConfigureAwait(false);
        }

        await new ApprovalDesk(ledger, clock).CloseAsync(record, worker, null, cancel).ConfigureAwait(false);
        return new Response.Unmatched(record.Finding, $"playbook {record.Key.Playbook} no longer answers the finding of execution {record.Id}");
    }

    /// <summary>Records what could not be read: the whole document, or entries of a list whose others were answered.</summary>
    private async Task<Response.Rejected> RejectAsync(ReadOnlyMemory<byte> document, string reason, CancellationToken cancel)
    {
        var id = $"event-{Convert.ToHexStringLower(SHA256.HashData(document.Span))[..32]}";
        await ledger.RecordUnmatchedAsync(new UnmatchedFinding(id, "", "", "rejected", reason, clock.GetUtcNow()), cancel).ConfigureAwait(false);
        return new Response.Rejected(reason);
    }

    /// <summary>Side by side, but for what has to go first or last; what fails holds up none of the others.</summary>
    private async Task<Response[]> RunAsync(RunRequest[] requests, CancellationToken cancel)
    {
        var runs = new Task<Response>[requests.Length];
        var turns = Array.ConvertAll(requests, r => requests.Length == 1 ? Beside : TurnOf(r.Playbook));
        for (var turn = First; turn <= Last; turn++)
        {
            var together = new List<Task>();
            for (var i = 0; i < requests.Length; i++)
            {
                if (turns[i] == turn)
                {
                    together.Add(runs[i] = RunAsync(requests[i], cancel));
                }
            }

            await Task.WhenAll(together).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await Task.WhenAll(runs).ConfigureAwait(false);
    }

    private static int TurnOf(Playbook playbook)
    {
        var remediations = playbook.Steps.Select(s => RemediationCatalogue.Get(s.Remediation)).ToList();
        return remediations.Exists(r => r.GoesFirst) ? First : remediations.Count > 0 && remediations.TrueForAll(r => r.GoesLast) ? Last : Beside;
    }

    private async Task<Response> RunAsync(RunRequest request, CancellationToken cancel) =>
        new Response.Ran(request.Finding, request.Playbook, request.Resource, await runner.RunAsync(request, cancel).ConfigureAwait(false));
}

/// <summary>What one event came to, for one finding and resource.</summary>
public abstract record Response
{
    private Response()
    {
    }

    /// <summary>Not a finding that can be read, or a list with entries that can't.</summary>
    public sealed record Rejected(string Reason) : Response
    {
        /// <summary>See <see cref="SourceResult.Rejected.IsHarmless"/>: it stays out of the dead-letter queue.</summary>
        public bool IsHarmless { get; init; }
    }

    /// <summary>No playbook answers it.</summary>
    public sealed record Unmatched(Finding Finding, string Reason) : Response;

    /// <summary>Remediator itself has caused it, or it is about Remediator itself.</summary>
    public sealed record Own(Finding Finding, string Reason) : Response;

    public sealed record Ran(Finding Finding, Playbook Playbook, ResourceRef Resource, RunResult Result) : Response;

    /// <summary>Whether the event has to be delivered again for the work to be finished.</summary>
    public bool NeedsRedelivery => this is Ran { Result: var result } && result switch
    {
        RunResult.Busy or RunResult.Withheld => true,
        RunResult.Ran { Record.State: ExecutionState.Planned or ExecutionState.Applying or ExecutionState.Applied } => true,
        RunResult.Ran { Record: { State: ExecutionState.Failed } failed } => !DeliveryTriage.OnlyWaitsForPeople(failed),
        RunResult.Ran { Record: var record } when record.MayStand() => true,
        _ => false,
    };

    /// <summary>Why it has to be delivered again, for people.</summary>
    public string WhyUnfinished => this switch
    {
        Ran { Result: RunResult.Busy { Resource: { } resource } busy } => $"execution {busy.ExecutionId} waits: {resource} is held by execution {busy.Owner} until {busy.Until:u}",
        Ran { Result: RunResult.Busy busy } => $"execution {busy.ExecutionId} is held by another worker until {busy.Until:u}",
        Ran { Result: RunResult.Withheld withheld } => $"execution {withheld.Record.Id}: {withheld.Reason}",
        Ran { Result: RunResult.Ran { Record: var record } } => $"execution {record.Id} is {record.State}: {record.Failure ?? "it was cut off"}",
        _ => "",
    };
}
