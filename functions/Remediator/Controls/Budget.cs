using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>At most so many executions that change something, or changes, in each window; beyond that people are asked.</summary>
/// <param name="Max">Of what <see cref="Count"/> says.</param>
/// <param name="Per">Length of the window; windows follow one another from the beginning of 1970 (UTC) on.</param>
/// <param name="Each">Counted for each account, for each Region of an account, or all together.</param>
/// <param name="Scope">Whose changes count.</param>
public sealed record Budget(int Max, TimeSpan Per, BudgetEach Each, ControlScope Scope) : Control
{
    /// <summary>What was counted is kept in one item for each window and place, which holds 400 KB.</summary>
    public const int Most = 10_000;

    /// <summary>What is counted.</summary>
    public BudgetCount Count { get; init; }

    /// <summary>Setting it again with another number replaces it, and what was counted stays counted.</summary>
    [JsonIgnore]
    public override string Id => Count == BudgetCount.Executions
        ? Hashed("budget", Scope.ToString(), DurationConverter.Format(Per), Each.ToString())
        : Hashed("budget", Scope.ToString(), DurationConverter.Format(Per), Each.ToString(), Count.ToString());

    [JsonIgnore]
    public override string Says => $"{Limit(Max, Count, Per, Each)} for {Scope}";

    private protected override string?[] Criteria => [Scope.Account, Scope.Playbook];

    public override string? Fault() =>
        base.Fault()
        ?? (Max is < 0 or > Most ? $"a budget is a number from 0 to {Most}"
            : Per < TimeSpan.FromMinutes(1) ? "the window of a budget is at least one minute long"
            : null);

    internal static string Limit(int max, BudgetCount count, TimeSpan per, BudgetEach each)
    {
        var counted = count == BudgetCount.Executions ? "executions that change something" : "changes";
        var place = each switch
        {
            BudgetEach.Account => "account",
            BudgetEach.Region => "Region of an account",
            BudgetEach.All => "all accounts together",
            _ => throw new InvalidOperationException($"unknown scope of a budget {each}"),
        };
        return $"at most {max} {counted} per {DurationConverter.Format(per)} and {place}";
    }
}

/// <summary>What is counted by itself.</summary>
public enum BudgetEach
{
    Account,
    Region,
    All,
}

/// <summary>What uses a budget up.</summary>
public enum BudgetCount
{
    /// <summary>Executions that change something, however much.</summary>
    Executions,

    /// <summary>Every single change of a plan.</summary>
    Changes,
}
