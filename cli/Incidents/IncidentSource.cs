using System.CommandLine;
using Remediator.Cli.Output;

namespace Remediator.Cli.Incidents;

/// <summary>The options that say in which ledger an incident is looked up.</summary>
internal sealed class IncidentSource(CliHost host)
{
    private readonly Option<string> _ledger = LedgerChoice.Option(host);
    private readonly AwsAccess _access = new(host);

    public void AddTo(Command command)
    {
        command.Options.Add(_ledger);
        foreach (var option in _access.Options.Where(o => o.Name != "--role"))
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="CliException">The ledger knows neither an execution nor a finding of that id.</exception>
    public async Task<Incident> ReadAsync(ParseResult parsed, string id, CancellationToken cancel)
    {
        var choice = parsed.GetValue(_ledger)!;
        var ledger = await LedgerChoice.OpenAsync(choice, () => _access.Connect(parsed), create: false, host, cancel);
        return await Incident.ReadAsync(ledger, id, cancel)
            ?? throw new CliException($"There is neither an execution nor a finding {Shown.Text(id)} in the ledger {Shown.Text(choice)}. List executions with: remediator executions");
    }
}
