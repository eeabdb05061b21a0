namespace Remediator.Controls.Stores;

/// <summary>Forgets the counts with the process.</summary>
public sealed class InMemoryBudgetCounters : IBudgetCounters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Budget, string Place, DateTimeOffset From), StoredBudget> _windows = [];

    public Task<BudgetPlace> TakeAsync(BudgetClaim claim, string by, int places, CancellationToken cancel)
    {
        lock (_lock)
        {
            var (next, place) = BudgetRules.Take(_windows.GetValueOrDefault(Key(claim)), claim, by, places);
            _windows[Key(claim)] = next;
            return Task.FromResult(place);
        }
    }

    public Task GiveBackAsync(BudgetClaim claim, string by, int places, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (BudgetRules.GiveBack(_windows.GetValueOrDefault(Key(claim)), by, places) is { } next)
            {
                _windows[Key(claim)] = next;
            }
        }

        return Task.CompletedTask;
    }

    public Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel)
    {
        lock (_lock)
        {
            var (next, first) = BudgetRules.Tell(_windows.GetValueOrDefault(Key(claim)), claim, executionId);
            _windows[Key(claim)] = next;
            return Task.FromResult(first);
        }
    }

    public Task<IReadOnlyList<(string Place, int Used)>> ListAsync(string budget, DateTimeOffset from, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(StoredBudget.List(_windows.Values, budget, from));
        }
    }

    private static (string, string, DateTimeOffset) Key(BudgetClaim claim) => (claim.Budget, claim.Place, claim.From);
}
