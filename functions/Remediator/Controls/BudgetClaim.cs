using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>One place in the current window of one budget.</summary>
/// <param name="Counter">Names the count: the budget, and the account or Region that it counts for.</param>
/// <param name="From">Beginning of the window.</param>
/// <param name="Says">For people: the budget, and who set it and why.</param>
public sealed record BudgetClaim(string Counter, DateTimeOffset From, TimeSpan Per, int Max, string Says)
{
    public DateTimeOffset To => From + Per;

    public static BudgetClaim Of(Budget budget, Finding finding, DateTimeOffset now) =>
        new($"{budget.Id}#{Place(budget.Each, finding)}", Window(now, budget.Per), budget.Per, budget.Max, budget.Tell());

    public static BudgetClaim Of(PlaybookLimits limits, Playbook playbook, Finding finding, DateTimeOffset now)
    {
        // A scope that this version does not know counts as the narrowest that it can: all together.
        var each = Enum.TryParse<BudgetEach>(limits.Scope, ignoreCase: true, out var known) ? known : BudgetEach.All;
        return new(
            $"limits-{playbook.Id}#{Place(each, finding)}",
            Window(now, limits.Per),
            limits.Per,
            limits.Max,
            $"at most {limits.Max} executions that change something per {DurationConverter.Format(limits.Per)} and {Budget.Words(each)} (limits of playbook {playbook.Id})");
    }

    private static string Place(BudgetEach each, Finding finding) => each switch
    {
        BudgetEach.Account => finding.Account,
        BudgetEach.Region => $"{finding.Account}/{finding.Region}",
        BudgetEach.All => "all",
        _ => throw new InvalidOperationException($"unknown scope of a budget {each}"),
    };

    private static DateTimeOffset Window(DateTimeOffset now, TimeSpan per) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((now - DateTimeOffset.UnixEpoch).Ticks / per.Ticks * per.Ticks);
}
