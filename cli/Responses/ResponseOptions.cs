using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Playbooks;

namespace Remediator.Cli.Responses;

/// <summary>The options of every command that runs the engine: how far it goes, where it records, with whose credentials.</summary>
internal sealed class ResponseOptions
{
    private readonly CliHost _host;
    private readonly Option<bool> _enforce = new("--enforce") { Description = "Act. Without it the live state is read, the plan is printed and nothing is changed." };
    private readonly Option<bool> _ask;
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object per execution, one line each; faults too." };
    private readonly Option<bool> _create = new("--create-ledger") { Description = "Make the DynamoDB table of the ledger where it is missing, once the account is known to be the right one. On an emulator on this machine what acts makes it anyway." };
    private readonly Option<string> _ledger;
    private readonly AwsAccess _access;

    /// <param name="ask">What <c>--ask</c> means.</param>
    public ResponseOptions(CliHost host, string ask)
    {
        _host = host;
        _ask = new("--ask") { Description = ask };
        _ledger = LedgerChoice.Option(host);
        _access = new AwsAccess(host);
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_enforce, _ask, _ledger, _create, _json, .. _access.Options])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Sets what the command does; with <c>--json</c> a fault is a line of JSON too.</summary>
    public void Run(Command command, Func<ParseResult, CancellationToken, Task<int>> action) => command.SetAction(async (parsed, cancel) =>
    {
        try
        {
            return await action(parsed, cancel);
        }
        catch (Exception e) when (parsed.GetValue(_json) && RemediatorCommand.FaultOf(e) is not null)
        {
            var (message, exit) = RemediatorCommand.FaultOf(e)!.Value;
            _host.Out.WriteLine(ResponseOutput.Fault(message));
            return exit;
        }
    });

    /// <summary>Before anything is read or connected.</summary>
    /// <exception cref="CliException">The options contradict each other.</exception>
    public ResponseRequest Read(ParseResult parsed)
    {
        var request = new ResponseRequest(ModeOf(parsed.GetValue(_enforce), parsed.GetValue(_ask)), parsed.GetValue(_ledger)!, parsed.GetValue(_json), parsed.GetValue(_create));
        return request.CreatesLedger && (request.IsLook || !LedgerChoice.IsShared(request.Ledger))
            ? throw new CliException("--create-ledger makes the table of --ledger dynamodb:TABLE, and only where the response acts: with --enforce or --ask.")
            : request;
    }

    /// <inheritdoc cref="AwsAccess.Connect"/>
    public AwsConnection Connect(ParseResult parsed) => _access.Connect(parsed);

    private static PlaybookMode? ModeOf(bool enforce, bool ask) => (enforce, ask) switch
    {
        (true, true) => throw new CliException("--enforce acts whatever the playbook's mode is, --ask goes by it: give one of them."),
        (true, false) => PlaybookMode.Enforce,
        (false, true) => null,
        _ => PlaybookMode.Observe,
    };
}

/// <param name="Mode">Null for the playbook's own.</param>
/// <param name="Ledger">The choice of <c>--ledger</c>.</param>
internal sealed record ResponseRequest(PlaybookMode? Mode, string Ledger, bool Json, bool CreatesLedger)
{
    public bool IsLook => Mode == PlaybookMode.Observe;
}
