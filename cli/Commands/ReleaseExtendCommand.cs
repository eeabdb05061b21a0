using System.CommandLine;
using Remediator.Cli.Controls;
using Remediator.Cli.Output;
using Remediator.Execution;
using Remediator.Playbooks;
using Remediator.Scheduling;

namespace Remediator.Cli.Commands;

/// <summary>Moves the end of a containment.</summary>
public static class ReleaseExtendCommand
{
    public static Command Create(CliHost host)
    {
        var id = TaughtCommand.Argument("execution", "The execution's id.", ArgumentArity.ExactlyOne);
        var length = new Option<string?>("--for") { Description = "How much longer than it would stand now: 30m, 24h, 7d. Where it has no end yet, from now on.", HelpName = "DURATION" };
        var never = new Option<bool>("--never") { Description = "It does not end by itself any more." };
        var options = new ControlOptions(host);
        var command = new TaughtCommand(
            "extend",
            "Keep a resource contained for longer, or until a person releases it. Who and why stands in the audit, and people are told.",
            "remediator release extend rx-0123456789abcdef0123 --for 24h --why 'still investigating' --ledger dynamodb:remediator",
            "remediator release extend rx-0123456789abcdef0123 --never --why 'evidence for the police'")
        { id, length, never };
        options.AddChanging(command);
        command.SetAction(async (parsed, cancel) =>
        {
            TimeSpan? by = (parsed.GetValue(length), parsed.GetValue(never)) switch
            {
                (null, true) => null,
                ({ } given, false) => DurationConverter.TryParse(given, out var value) ? value : throw new CliException($"--for: '{Shown.Text(given)}' is not a duration; write 30m, 24h or 7d."),
                _ => throw new CliException("Give --for or --never; one of them."),
            };
            var ledger = await options.OpenLedgerAsync(parsed, cancel);
            var who = await options.WhoAsync(parsed, cancel);
            var worker = $"{who} (cli {Environment.ProcessId}-{host.Clock.GetTimestamp():x})";
            var result = await new ReleaseExtender(ledger, host.Clock, new RunnerOptions()).ExtendAsync(parsed.GetValue(id)!, by, who, options.Reason(parsed), worker, cancel);
            var (exit, outcome, text, record) = result switch
            {
                ExtendResult.Extended { Record: { Release.At: { } at } r } => (ExitCode.Success, "extended", $"Execution {r.Id} stays contained until {at:u}, and ends then by itself.", r),
                ExtendResult.Extended { Record: var r } => (ExitCode.Success, "extended", $"Execution {r.Id} stays contained until a person releases it.", r),
                ExtendResult.NotContained { Record: var r } => (ExitCode.Failed, "not-contained", $"Execution {r.Id} is {r.State}: nothing of it stands that could end.", r),
                ExtendResult.NotFound n => (ExitCode.Usage, "not-found", $"There is no execution {n.ExecutionId} in this ledger. List them with: remediator executions", (ExecutionRecord?)null),
                ExtendResult.Busy b => (ExitCode.Failed, "busy", $"The execution is held by {b.Owner} until {b.Until:u}; nothing was done. Run it again then.", null),
                _ => throw new InvalidOperationException($"unknown result {result.GetType().Name}"),
            };
            ReleaseOutput.Say(host, parsed.GetValue(options.Json), outcome, text, record);
            return exit;
        });
        return command;
    }
}
