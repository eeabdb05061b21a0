using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.Approvals;

/// <summary>Takes decisions into the ledger, with their audit; what was approved is applied by whoever runs the execution next.</summary>
public sealed class ApprovalDesk(IExecutionLedger ledger, TimeProvider clock)
{
    /// <summary>Long enough for one save.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    /// <param name="worker">Names this worker in the lease; unique for each call.</param>
    public async Task<DecisionResult> DecideAsync(DecisionRequest request, string worker, CancellationToken cancel)
    {
        if (await ledger.FindAsync(request.ExecutionId, cancel).ConfigureAwait(false) is not { } found)
        {
            return new DecisionResult.Refused($"there is no execution {SafeText.Line(request.ExecutionId, 60)}", null);
        }

        // Judged before the claim, so that a decision that does not count writes nothing; and after it, since another may have come first.
        if (DecisionRules.Judge(found, request, clock.GetUtcNow()) is var first and not DecisionResult.Recorded)
        {
            return first;
        }

        var claim = await ledger.ClaimAsync(found, worker, Lease, cancel).ConfigureAwait(false);
        if (claim is ClaimResult.Busy busy)
        {
            return new DecisionResult.Busy(found.Id, busy.Until);
        }

        var claimed = ((ClaimResult.Claimed)claim).Record;
        var result = DecisionRules.Judge(claimed, request, clock.GetUtcNow());
        return result is DecisionResult.Recorded { Record: var decided }
            ? new DecisionResult.Recorded(await RecordAsync(decided with { By = request.By }, cancel).ConfigureAwait(false))
            : await GiveBackAsync(claimed with { By = worker }, result, cancel).ConfigureAwait(false);
    }

    /// <summary>Ends a question that is none any more, answered or not: nobody is asked, and nothing is applied.</summary>
    /// <param name="because">What people are told; null where its playbook no longer answers the finding.</param>
    public async Task CloseAsync(ExecutionRecord found, string worker, string? because, CancellationToken cancel)
    {
        if (found.Approval is { IsOpen: true } asked && await ledger.ClaimAsync(found, worker, Lease, cancel).ConfigureAwait(false) is ClaimResult.Claimed { Record: var claimed })
        {
            // Reported and asked about anew meanwhile, it is another question.
            var isSame = claimed.Approval is { IsOpen: true } open && open.AskedAt == asked.AskedAt && claimed.Finding.UpdatedAt == found.Finding.UpdatedAt;
            var closed = claimed with { By = worker };
            await (isSame && because is not null && Rejections.Close(closed, because, clock.GetUtcNow()) is var (ended, news) ? SaveAsync(ended, news, cancel)
                : SaveAsync(isSame ? closed with { Approval = ApprovalRules.Moot(claimed.Approval) } : closed, [], cancel)).ConfigureAwait(false);
        }
    }

    private Task<ExecutionRecord> RecordAsync(ExecutionRecord decided, CancellationToken cancel) =>
        Rejections.Take(decided, clock.GetUtcNow()) is var (rejected, news) ? SaveAsync(rejected, news, cancel) : SaveAsync(decided, [], cancel);

    private async Task<DecisionResult> GiveBackAsync(ExecutionRecord claimed, DecisionResult result, CancellationToken cancel)
    {
        await SaveAsync(claimed, [], cancel).ConfigureAwait(false);
        return result;
    }

    private Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel) =>
        ledger.SaveAsync(record.Schedule() with { LeaseUntil = clock.GetUtcNow() }, outbox, cancel);
}
