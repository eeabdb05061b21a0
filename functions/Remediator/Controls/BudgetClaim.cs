using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>The current window of one budget, for what a finding is about.</summary>
/// <param name="Budget">Id of the budget, or that of a playbook's limits.</param>
/// <param name="Place">The account or Region that it counts for, or all.</param>
/// <param name="From">Beginning of the window.</param>
/// <param name="Says">For people: the budget, and who set it and why.</param>
public sealed record BudgetClaim(string Budget, string Place, DateTimeOffset From, TimeSpan Per, int Max, string Says)
{
    public BudgetCount Count { get; init; }

    public DateTimeOffset To => From + Per;

    public static BudgetClaim Of(Budget budget, Finding finding, DateTimeOffset now) =>
        new(budget.Id, PlaceOf(budget.Each, finding), Window(now, budget.Per), budget.Per, budget.Max, budget.Tell()) { Count = budget.Count };

    public static BudgetClaim Of(PlaybookLimits limits, Playbook playbook, Finding finding, DateTimeOffset now)
    {
        // A scope that this version does not know counts as the narrowest that it can: all together.
        var each = Enum.TryParse<BudgetEach>(limits.Scope, ignoreCase: true, out var known) ? known : BudgetEach.All;
        return new(
            IdOf(limits, playbook),
            PlaceOf(each, finding),
            Window(now, limits.Per),
            limits.Per,
            limits.Max,
            $"{Controls.Budget.Limit(limits.Max, limits.Counted, limits.Per, each)} (limits of playbook {playbook.Id})")
        {
            Count = limits.Counted,
        };
    }

    /// <summary>The beginning of the window in which a moment lies: windows follow one another from the beginning of 1970 (UTC) on.</summary>
    public static DateTimeOffset Window(DateTimeOffset now, TimeSpan per) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((now - DateTimeOffset.UnixEpoch).Ticks / per.Ticks * per.Ticks);

    /// <summary>Executions and changes are never added up.</summary>
    private static string IdOf(PlaybookLimits limits, Playbook playbook) => $"{(limits.Counted == BudgetCount.Executions ? "limits" : "changes")}-{playbook.Id}";

    private static string PlaceOf(BudgetEach each, Finding finding) => each switch
    {
        BudgetEach.Account => finding.Account,
        BudgetEach.Region => $"{finding.Account}/{finding.Region}",
        BudgetEach.All => "all",
        _ => throw new InvalidOperationException($"unknown scope of a budget {each}"),
    };
}
