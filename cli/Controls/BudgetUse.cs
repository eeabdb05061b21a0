using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Controls;
using Remediator.Execution;

namespace Remediator.Cli.Controls;

/// <summary>How much of a budget is used in its current window, by account or Region.</summary>
/// <param name="Unread">Why it is not known; null where it is.</param>
public sealed record BudgetUse(Budget Budget, DateTimeOffset Until, IReadOnlyList<(string Place, int Used)> Places, string? Unread)
{
    private const int MostShown = 5;

    /// <returns>Null for a control of another kind.</returns>
    public static async Task<BudgetUse?> ReadAsync(Control control, IBudgetCounters counters, DateTimeOffset now, CancellationToken cancel)
    {
        if (control is not Budget budget)
        {
            return null;
        }

        var from = BudgetClaim.Window(now, budget.Per);
        try
        {
            return new BudgetUse(budget, from + budget.Per, await counters.ListAsync(budget.Id, from, cancel), null);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) || e is InvalidDataException)
        {
            return new BudgetUse(budget, from + budget.Per, [], AwsFailure.Describe(e));
        }
    }

    /// <summary>For people: the fullest first.</summary>
    public string Says => Unread is { } reason ? $"what is used could not be read: {reason}"
        : string.Create(CultureInfo.InvariantCulture, $"used until {Until:u}: {Shares}");

    public void AddTo(JsonObject node)
    {
        node["window"] = new JsonObject { ["until"] = $"{Until:O}", ["used"] = Unread is null ? new JsonObject(Places.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Place, p.Used))) : null };
        if (Unread is not null)
        {
            node["window"]!["unread"] = Unread;
        }
    }

    private string Shares => Places.Count == 0
        ? "none"
        : string.Join(", ", Places.OrderByDescending(p => p.Used).ThenBy(p => p.Place, StringComparer.Ordinal).Take(MostShown).Select(Share)) + (Places.Count > MostShown ? $" and {Places.Count - MostShown} more" : "");

    private string Share((string Place, int Used) share) =>
        string.Create(CultureInfo.InvariantCulture, $"{share.Used} of {Budget.Max}{(Budget.Each == BudgetEach.All ? "" : $" in {share.Place}")}");
}
