using Remediator.Execution;
using Remediator.FindingSources;
using Remediator.Scheduling;
using Remediator.Sweeping;

namespace Remediator.Approvals;

/// <summary>Sees to it that the clock's answers and recorded decisions are taken up: it sends their executions to their lane again.</summary>
/// <remarks>
/// It decides nothing: whoever runs the execution applies the playbook's default, or what was approved. So it may come late or twice,
/// and a decision whose own message was lost is acted upon all the same.
/// </remarks>
public sealed class ApprovalTask(IExecutionLedger ledger, ILaneQueues queues, TimeProvider clock) : IDueTask
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    public bool Does(DueKind kind) => kind == DueKind.Approval;

    public async Task<string> DoAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var isOpen = record.Approval is { IsOpen: true } asked && !asked.HasLapsed(now);
        if (isOpen)
        {
            await SendAsync(queues, record, cancel).ConfigureAwait(false);
        }

        // Where another has it, that is who takes it up; what is due stays in place for the next run.
        if (await ledger.ClaimAsync(record, worker, Lease, cancel).ConfigureAwait(false) is not ClaimResult.Claimed { Record: var claimed })
        {
            return "sent; another worker has the execution";
        }

        var news = claimed.Approval is { IsOpen: true } lapsing && lapsing.HasLapsed(now) ? ApprovalHold.Lapsed(claimed with { By = worker }, now) : [];
        var next = claimed.Approval is not { IsOpen: true } open ? claimed.Schedule()
            : open.HasLapsed(now) ? (claimed with { Approval = ApprovalRules.Moot(open) }).Schedule()
            : ApprovalSchedule.Later(claimed, work, now);
        await ledger.SaveAsync(next with { By = worker, LeaseUntil = clock.GetUtcNow() }, news, cancel).ConfigureAwait(false);
        return isOpen ? "sent to be taken up again" : "nothing waits any more";
    }

    /// <summary>Sends the execution to the lane that its finding came by.</summary>
    public static Task SendAsync(ILaneQueues queues, ExecutionRecord record, CancellationToken cancel) =>
        queues.SendAsync(FindingSourceCatalogue.Find(record.Finding.Source)?.Lane ?? Lane.Urgent, Resumption.Of(record.Id), cancel);
}
