using System.CommandLine;
using Remediator.Cli.Archive;
using Remediator.Cli.Controls;
using Remediator.Cli.Output;
using Remediator.Execution.Ledgers;

namespace Remediator.Cli.Commands;

/// <summary>Writes audit entries into the archive that an outage kept from it.</summary>
public static class ArchiveCommand
{
    public static Command Create(CliHost host)
    {
        var ledger = LedgerChoice.Option(host);
        var bucket = new Option<string>("--bucket") { Description = "The archive's bucket, the stack's output AuditBucket.", HelpName = "BUCKET", Required = true };
        var since = new Option<string?>("--since")
        {
            Description = "Only entries saved from then on, whenever their execution began; UTC unless the time says its offset. A quarter of an hour more is looked at. Default: all that the ledger has.",
            HelpName = "TIME",
        };
        var until = new Option<string?>("--until") { Description = "Only entries saved until then, and in the quarter of an hour after it. Default: now.", HelpName = "TIME" };
        var json = new Option<bool>("--json") { Description = "One JSON object per entry, one line each; a last one with the totals." };
        var access = new AwsAccess(host);
        var command = new TaughtCommand(
            "archive",
            "Write audit entries that the ledger has into the archive's bucket where they are missing, as the deployed stack does by itself, and read each back. "
            + "What is there already is compared and never replaced. For after an outage that outlasted the table's stream, which is a day.",
            "remediator archive --ledger dynamodb:remediator --bucket remediator-audit",
            "remediator archive --ledger dynamodb:remediator --bucket remediator-audit --since 2026-11-20T08:00Z --until 2026-11-22T08:00Z",
            "remediator archive --ledger dynamodb:remediator --bucket remediator-audit --json | jq 'select(.outcome == \"failed\")'")
        { ledger, bucket, since, until, json };
        foreach (var option in access.Options.Where(o => o.Name != "--role"))
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            var (first, last) = (TimeOf(parsed, since), TimeOf(parsed, until));
            if (last < first)
            {
                throw new CliException("--until: it is before --since.");
            }

            var choice = parsed.GetValue(ledger)!;
            if (!LedgerChoice.IsShared(choice))
            {
                throw new CliException($"--ledger: '{choice}' is not dynamodb:TABLE; only a table's entries are archived.");
            }

            var aws = access.Connect(parsed);
            var store = (DynamoDbLedger)await LedgerChoice.OpenAsync(choice, () => aws, create: false, host, cancel);
            var archive = await ArchiveBucket.OpenAsync(parsed.GetValue(bucket)!, aws, cancel);
            var output = new ArchiveOutput(host, parsed.GetValue(json));
            await foreach (var entry in new CatchUp(store, archive).RunAsync(first, last, cancel))
            {
                output.Tell(entry);
            }

            return output.End() ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    private static DateTimeOffset? TimeOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? ControlOptions.TimeOf(option.Name, text) : null;
}
