using System.Globalization;
using Remediator.Execution.Ledgers;

namespace Remediator.Controls.Stores;

/// <summary>One file for each window, in the ledger's folder.</summary>
public sealed class FileBudgetCounters(string path, TimeProvider time) : IBudgetCounters, IDisposable
{
    private readonly LedgerFolder _folder = new(path, time);

    public Task<BudgetPlace> TakeAsync(BudgetClaim claim, string by, int places, CancellationToken cancel) =>
        ChangeAsync(claim, stored => BudgetRules.Take(stored, claim, by, places), cancel);

    public Task GiveBackAsync(BudgetClaim claim, string by, int places, CancellationToken cancel) =>
        ChangeAsync(claim, stored => (BudgetRules.GiveBack(stored, by, places), true), cancel);

    public Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel) =>
        ChangeAsync(claim, stored => BudgetRules.Tell(stored, claim, executionId), cancel);

    public async Task<IReadOnlyList<(string Place, int Used)>> ListAsync(string budget, DateTimeOffset from, CancellationToken cancel) =>
        StoredBudget.List(await _folder.ReadAllAsync("window-*.json", ControlJsonContext.Default.StoredBudget, cancel).ConfigureAwait(false), budget, from);

    public void Dispose() => _folder.Dispose();

    private static string NameOf(BudgetClaim claim) =>
        $"window-{LeaseRules.Hash($"{claim.Budget} {claim.Place} {claim.From.UtcTicks.ToString(CultureInfo.InvariantCulture)}")[..32]}.json";

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
