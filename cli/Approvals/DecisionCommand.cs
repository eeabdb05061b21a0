using System.CommandLine;
using Remediator.Approvals;
using Remediator.Cli.Output;
using Remediator.Cli.Responses;
using Remediator.Execution;
using Remediator.Playbooks;
using Spectre.Console;

namespace Remediator.Cli.Approvals;

/// <summary>What approve and reject have in common: whom they ask about what, and how the decision is recorded.</summary>
internal sealed class DecisionCommand
{
    private readonly CliHost _host;
    private readonly Argument<string?> _id = TaughtCommand.Argument("execution", "The execution's id, as the message and executions --waiting print it.", ArgumentArity.ExactlyOne);
    private readonly Option<string?> _hash = new("--hash") { Description = "Hash of the plan that you have read, or its first digits (8 or more): another plan is refused. The message that asks has it, and so has incident show.", HelpName = "HASH" };
    private readonly Option<string?> _why = new("--why") { Description = "The reason, for the audit.", HelpName = "TEXT" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object." };
    private readonly Option<string> _ledger;
    private readonly AwsAccess _access;

    public DecisionCommand(CliHost host, bool needsReason)
    {
        _host = host;
        _ledger = LedgerChoice.Option(host);
        _access = new AwsAccess(host);
        _why.Required = needsReason;

        // What is approved is what was read: people may have been asked about another plan since.
        _hash.Required = !needsReason;
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_id);
        foreach (var option in (Option[])[_why, _hash, _ledger, _json, .. _access.Options])
        {
            command.Options.Add(option);
        }
    }

    /// <param name="apply">What to do with a plan that enough people have approved; null to leave it to the deployed functions.</param>
    /// <param name="check">Looks at the execution before anything is recorded, and throws where it could not be applied from here.</param>
    public async Task<int> RunAsync(
        ParseResult parsed, DecisionKind kind, Func<Decided, Task<Response?>>? apply, Action<ExecutionRecord>? check, CancellationToken cancel)
    {
        var id = parsed.GetValue(_id)!;
        var aws = _access.Connect(parsed);
        var store = await LedgerChoice.OpenAsync(parsed.GetValue(_ledger)!, () => aws, create: false, _host, cancel);
        var caller = await aws.CallerAsync(cancel);
        if (await store.FindAsync(id, cancel) is not { } found)
        {
            throw new CliException($"There is no execution {Shown.Text(id)} in this ledger. List what waits with: remediator executions --waiting");
        }

        if (apply is not null)
        {
            check?.Invoke(found);
            await ResponseRun.InReachAsync(found.Finding, caller.Account, aws, _host);
        }

        var request = new DecisionRequest(id, kind, DecisionWay.Cli, caller.Arn, parsed.GetValue(_why) ?? "", parsed.GetValue(_hash));
        var result = await new ApprovalDesk(store, _host.Clock).DecideAsync(request, caller.Worker(_host), cancel);
        var isToApply = result is DecisionResult.Recorded or DecisionResult.Repeated && RecordOf(result) is { Approval: { IsGranted: true, AppliedAt: null } };
        var response = isToApply && apply is not null ? await apply(new Decided(parsed, aws, store, caller, parsed.GetValue(_ledger)!)) : null;
        if (response is not null)
        {
            ResponseOutput.Write(_host, response, parsed.GetValue(_json), parsed.GetValue(_ledger)!);
            return ResponseOutput.ExitCodeOf(response);
        }

        return DecisionOutput.Write(_host, result, parsed.GetValue(_json));
    }

    private static ExecutionRecord? RecordOf(DecisionResult result) => result switch
    {
        DecisionResult.Recorded r => r.Record,
        DecisionResult.Repeated r => r.Record,
        _ => null,
    };
}

/// <summary>What applying an approved plan needs.</summary>
internal sealed record Decided(ParseResult Parsed, AwsConnection Aws, IExecutionLedger Store, AwsCaller Caller, string Ledger);
