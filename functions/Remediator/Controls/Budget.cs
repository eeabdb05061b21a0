using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>At most so many executions that change something in each window; beyond that people are asked.</summary>
/// <param name="Max">Executions.</param>
/// <param name="Per">Length of the window; windows follow one another from the beginning of 1970 (UTC) on.</param>
/// <param name="Each">Counted for each account, for each Region of an account, or all together.</param>
/// <param name="Scope">Whose changes count.</param>
public sealed record Budget(int Max, TimeSpan Per, BudgetEach Each, ControlScope Scope) : Control
{
    /// <summary>The ids of the executions that were counted are kept in one item, which holds 400 KB.</summary>
    public const int MostExecutions = 10_000;

    /// <summary>Setting it again with another number replaces it, and what was counted stays counted.</summary>
    [JsonIgnore]
    public override string Id => Hashed("budget", Scope.ToString(), DurationConverter.Format(Per), Each.ToString());

    [JsonIgnore]
    public override string Says => $"at most {Max} executions that change something per {DurationConverter.Format(Per)} and {Words(Each)} for {Scope}";

    private protected override string?[] Criteria => [Scope.Account, Scope.Playbook];

    public override string? Fault() =>
        base.Fault()
        ?? (Max is < 0 or > MostExecutions ? $"a budget is a number from 0 to {MostExecutions}"
            : Per < TimeSpan.FromMinutes(1) ? "the window of a budget is at least one minute long"
            : null);

    internal static string Words(BudgetEach each) => each switch
    {
        BudgetEach.Account => "account",
        BudgetEach.Region => "Region of an account",
        BudgetEach.All => "all accounts together",
        _ => throw new InvalidOperationException($"unknown scope of a budget {each}"),
    };
}

/// <summary>What is counted by itself.</summary>
public enum BudgetEach
{
    Account,
    Region,
    All,
}
