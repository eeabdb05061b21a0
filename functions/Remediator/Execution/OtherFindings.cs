using Remediator.Playbooks;

namespace Remediator.Execution;

/// <summary>What the ledger knows of other findings about a resource.</summary>
public abstract record OtherFindings
{
    /// <summary>So many executions are asked for their findings' last word, the newest first: each is a read.</summary>
    private const int Most = 20;

    private OtherFindings()
    {
    }

    /// <param name="Executions">Of other findings, none of them settled; the newest first.</param>
    public sealed record Known(IReadOnlyList<ExecutionRecord> Executions) : OtherFindings;

    public sealed record Unknown(string Reason) : OtherFindings;

    /// <summary>Reads them; for a playbook that does not ask, nothing is read.</summary>
    /// <remarks>Begun beside the claim: what another worker saves in that very moment is found by the next delivery only.</remarks>
    public static async Task<OtherFindings> ReadAsync(IExecutionLedger ledger, RunRequest request, CancellationToken cancel)
    {
        if (request.Playbook.Corroborated is null)
        {
            return new Known([]);
        }

        try
        {
            var listed = await Task.WhenAll(CredentialOwner.Names(request.Resource).Select(n => ledger.ListOfResourceAsync(n.Kind, n.Id, cancel))).ConfigureAwait(false);
            var all = listed is [var only] ? only : Ledgers.AuditRules.NewestFirst(listed.SelectMany(l => l).DistinctBy(r => r.Id));
            var others = all.Where(r => Corroboration.IsOfAnother(request.Key, request.Resource, r)).Take(Most);
            var asked = await Task.WhenAll(others.Select(async r =>
                (Record: r, IsSettled: Corroboration.IsSettled(r, await ledger.FindUnmatchedAsync(r.Key.FindingId, cancel).ConfigureAwait(false))))).ConfigureAwait(false);
            return new Known([.. asked.Where(a => !a.IsSettled).Select(a => a.Record)]);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // Whatever is wrong with other executions' records must not keep this finding from its answer.
            return new Unknown(AwsFailure.Describe(e));
        }
    }
}
