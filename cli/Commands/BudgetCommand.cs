using System.CommandLine;
using Remediator.Cli.Controls;
using Remediator.Controls;
using Remediator.Playbooks;

namespace Remediator.Cli.Commands;

/// <summary>Budgets.</summary>
public static class BudgetCommand
{
    public static Command Create(CliHost host) => new TaughtCommand(
        "budget",
        "Budgets: at most so many executions that change something, or single changes, in each window; beyond that people are asked. A playbook's own limits count as well.",
        "remediator budget set 20 --per 1h --each account --why 'a storm is for people'",
        "remediator budget list")
    {
        Set(host),
        ControlChange.ListAndRemove<Budget>(host, "budget").First(),
        ControlChange.ListAndRemove<Budget>(host, "budget").Last(),
    };

    private static Command Set(CliHost host)
    {
        var options = new ControlOptions(host);
        var max = new Argument<int>("max") { Description = $"Executions, or changes, from 0 to {Budget.Most}." };
        var per = new Option<string>("--per") { Description = "Length of the window: 30m, 1h, 1d. Windows begin at multiples of it, in UTC.", HelpName = "DURATION", Required = true };
        var each = new Option<BudgetEach>("--each") { Description = "Counted for each account, each region (of an account), or all together.", DefaultValueFactory = _ => BudgetEach.Account };
        var count = new Option<BudgetCount>("--count") { Description = "What is counted: executions that change something, or every change of each." };
        var command = new TaughtCommand(
            "set",
            "Sets a budget over all playbooks, or over one. The same window and scope with another number replaces it.",
            "remediator budget set 20 --per 1h --why 'a storm is for people' --ledger dynamodb:remediator",
            "remediator budget set 50 --per 1h --count changes --why 'no more in an hour than we can look at'",
            "remediator budget set 3 --per 1d --each all --playbook s3-public-bucket --why 'first week'")
        { max, per, each, count, options.For, options.Until };
        options.AddScope(command);
        options.AddChanging(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var now = host.Clock.GetUtcNow();
            if (!DurationConverter.TryParse(parsed.GetValue(per), out var window))
            {
                throw new CliException($"--per: '{parsed.GetValue(per)}' is not a duration; write 30m, 1h or 1d.");
            }

            var budget = new Budget(parsed.GetValue(max), window, parsed.GetValue(each), options.Scope(parsed))
            {
                Count = parsed.GetValue(count),
                By = await options.WhoAsync(parsed, cancel),
                Why = options.Reason(parsed),
                At = now,
                Until = options.EndOf(parsed, now),
            };
            return await ControlChange.PutAsync(host, options, parsed, budget, cancel);
        });
        return command;
    }
}
