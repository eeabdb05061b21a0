namespace Remediator.Controls.Stores;

/// <summary>Forgets the counts with the process.</summary>
public sealed class InMemoryBudgetCounters : IBudgetCounters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Counter, DateTimeOffset From), StoredBudget> _windows = [];

    public Task<BudgetPlace> TakeAsync(BudgetClaim claim, string executionId, CancellationToken cancel)
    {
        lock (_lock)
        {
            var (next, place) = BudgetRules.Take(_windows.GetValueOrDefault(Key(claim)), claim, executionId);
            _windows[Key(claim)] = next;
            return Task.FromResult(place);
        }
    }

    public Task GiveBackAsync(BudgetClaim claim, string executionId, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (BudgetRules.GiveBack(_windows.GetValueOrDefault(Key(claim)), executionId) is { } next)
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

    public Task<int> CountAsync(BudgetClaim claim, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(_windows.GetValueOrDefault(Key(claim))?.Executions.Length ?? 0);
        }
    }

    private static (string, DateTimeOffset) Key(BudgetClaim claim) => (claim.Counter, claim.From);
}
