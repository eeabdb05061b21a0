using Remediator.Cli.Output;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Cli.Incidents;

/// <summary>The finding behind the id that messages give an incident; the id is a hash, so the ledger's newest entries are searched for it.</summary>
/// <remarks>
/// What has the form of such an id is one, and nothing else: else a finding that somebody gave such an id would stand in for an incident.
/// The id is short enough to be met on purpose: where two of the findings looked at have it, neither is taken.
/// </remarks>
internal static class NamedIncident
{
    /// <summary>Most incidents that people ask for are new: few are read first, then more.</summary>
    private static readonly int[] Depths = [100, 1000, 5000];

    /// <returns>The finding's id; null where <paramref name="id"/> is no incident's.</returns>
    /// <exception cref="CliException">No finding that was looked at is of that incident, or more than one.</exception>
    public static async Task<string?> FindingAsync(IExecutionLedger ledger, string id, CancellationToken cancel)
    {
        if (!NoticeIncident.IsId(id))
        {
            return null;
        }

        var executions = await SearchAsync(id, ledger.ListAsync, r => r.Key.FindingId, r => r.CreatedAt, cancel);
        if (executions.Finding is not null)
        {
            return executions.Finding;
        }

        var unmatched = await SearchAsync(id, ledger.ListUnmatchedAsync, u => u.Id, u => u.At, cancel);
        return unmatched.Finding ?? throw new CliException(
            $"There is no incident {Shown.Text(id)} among what was looked at in this ledger: {Extent("executions", executions)} and {Extent("findings without one", unmatched)}. "
            + "An older one is found by the id of its execution, which every message has too, or of its finding.");
    }

    private static async Task<Search> SearchAsync<T>(
        string id, Func<int, CancellationToken, Task<IReadOnlyList<T>>> list, Func<T, string> finding, Func<T, DateTimeOffset> at, CancellationToken cancel)
    {
        IReadOnlyList<T> looked = [];
        foreach (var depth in Depths)
        {
            var before = looked.Count;
            looked = await list(depth, cancel);
            switch (looked.Select(finding).Distinct(StringComparer.Ordinal).Where(f => NoticeIncident.IdOf(f) == id).ToList())
            {
                case [var one]:
                    return new Search(one, looked.Count, null);
                case { Count: > 1 } several:
                    throw new CliException($"{Shown.Text(id)} is the incident of {several.Count} findings; say which by its own id: {Shown.Text(string.Join(" or ", several))}.");
            }

            if (looked.Count <= before)
            {
                break;
            }
        }

        return new Search(null, looked.Count, looked.Count == 0 ? null : looked.Min(at));
    }

    private static string Extent(string what, Search search) => search.Oldest is { } oldest ? $"its newest {what} ({search.Looked}, back to {oldest:u})" : $"no {what}, for it shows none";

    private readonly record struct Search(string? Finding, int Looked, DateTimeOffset? Oldest);
}
