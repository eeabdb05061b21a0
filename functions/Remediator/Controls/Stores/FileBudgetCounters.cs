using System.Globalization;
using Remediator.Execution.Ledgers;

namespace Remediator.Controls.Stores;

/// <summary>One file for each window, in the ledger's folder.</summary>
public sealed class FileBudgetCounters(string path, TimeProvider time) : IBudgetCounters, IDisposable
{
    private readonly LedgerFolder _folder = new(path, time);

    public Task<BudgetPlace> TakeAsync(BudgetClaim claim, string executionId, CancellationToken cancel) =>
        ChangeAsync(claim, stored => BudgetRules.Take(stored, claim, executionId), cancel);

    public Task GiveBackAsync(BudgetClaim claim, string executionId, CancellationToken cancel) =>
        ChangeAsync(claim, stored => (BudgetRules.GiveBack(stored, executionId), true), cancel);

    public Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel) =>
        ChangeAsync(claim, stored => BudgetRules.Tell(stored, claim, executionId), cancel);

    public async Task<int> CountAsync(BudgetClaim claim, CancellationToken cancel) =>
        (await ReadAsync(claim, cancel).ConfigureAwait(false))?.Executions.Length ?? 0;

    public void Dispose() => _folder.Dispose();

    private static string NameOf(BudgetClaim claim) =>
        $"budget-{LeaseRules.Hash($"{claim.Counter} {claim.From.UtcTicks.ToString(CultureInfo.InvariantCulture)}")[..32]}.json";

    private Task<StoredBudget?> ReadAsync(BudgetClaim claim, CancellationToken cancel) =>
        _folder.ReadAsync(NameOf(claim), ControlJsonContext.Default.StoredBudget, cancel);

    private async Task<T> ChangeAsync<T>(BudgetClaim claim, Func<StoredBudget?, (StoredBudget? Next, T Result)> change, CancellationToken cancel)
    {
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        var stored = await ReadAsync(claim, cancel).ConfigureAwait(false);
        var (next, result) = change(stored);
        if (next is not null && !ReferenceEquals(next, stored))
        {
            await _folder.WriteAsync(NameOf(claim), next, ControlJsonContext.Default.StoredBudget, cancel).ConfigureAwait(false);
        }

        return result;
    }
}
