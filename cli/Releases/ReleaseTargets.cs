using System.CommandLine;
using System.Collections.Immutable;
using Remediator.Cli.Controls;
using Remediator.Cli.Incidents;
using Remediator.Cli.Output;
using Remediator.Execution;

namespace Remediator.Cli.Releases;

/// <summary>Which executions a release is about: one, all of a finding, or all of a resource.</summary>
internal sealed class ReleaseTargets
{
    private readonly Argument<string?> _id = TaughtCommand.Argument("id", "An execution's id, as respond and executions print it; or a finding's, or its incident's as messages have it (in-0123456789), for all executions of it.", ArgumentArity.ZeroOrOne);
    private readonly Option<string?> _resource = new("--resource") { Description = "All executions of this resource: its ARN, or KIND:ID such as AWS::S3::Bucket:exports or bucket:exports.", HelpName = "RESOURCE" };
    private readonly Option<string?> _account = new("--account") { Description = "With --resource: only in this account.", HelpName = "ID" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_id);
        command.Options.Add(_resource);
        command.Options.Add(_account);
    }

    /// <summary>The ids, the newest first: what was put on top must come off first.</summary>
    /// <exception cref="CliException">Neither or both are given, or there is none.</exception>
    public async Task<ReleaseSelection> SelectAsync(ParseResult parsed, IExecutionLedger ledger, CancellationToken cancel)
    {
        switch (parsed.GetValue(_id), parsed.GetValue(_resource))
        {
            case ({ Length: > 0 } id, null) when await NamedIncident.FindingAsync(ledger, id, cancel) is { } finding:
                return new ReleaseSelection(
                    Releasable(await ledger.ListOfFindingAsync(finding, cancel)) ?? throw new CliException($"The finding of {Shown.Text(id)}, {Shown.Text(finding)}, led to no execution: there is nothing to put back."), IsGroup: true);
            case ({ Length: > 0 } id, null) when await ledger.FindAsync(id, cancel) is not null:
                return new ReleaseSelection([id], IsGroup: false);
            case ({ Length: > 0 } id, null):
                var ofFinding = Releasable(await ledger.ListOfFindingAsync(id, cancel));
                return ofFinding is null ? new ReleaseSelection([id], IsGroup: false) : new ReleaseSelection(ofFinding.Value, IsGroup: true);
            case (null, { Length: > 0 } text):
                return new ReleaseSelection(await OfResourceAsync(text, ControlOptions.AccountOf(parsed.GetValue(_account)), ledger, cancel), IsGroup: true);
            default:
                throw new CliException("Name an execution, a finding, an incident, or --resource; one of them.");
        }
    }

    private static async Task<ImmutableArray<string>> OfResourceAsync(string text, string? account, IExecutionLedger ledger, CancellationToken cancel)
    {
        var found = new List<ExecutionRecord>();
        foreach (var name in ResourceName.Candidates(text))
        {
            found.AddRange((await ledger.ListOfResourceAsync(name.Kind, name.Id, cancel)).Where(r => (account ?? name.Account) is not { } only || r.Key.Account == only));
        }

        var accounts = found.Select(r => r.Key.Account).Distinct(StringComparer.Ordinal).ToList();
        return accounts.Count > 1
            ? throw new CliException($"There are executions of {Shown.Text(text)} in the accounts {Shown.Text(string.Join(" and ", accounts))}; say which with --account.")
            : Releasable([.. found.OrderByDescending(r => r.CreatedAt)]) ?? throw new CliException($"There is no execution of {Shown.Text(text)} in this ledger. List executions with: remediator executions");
    }

    /// <remarks>One that found everything in place may rely on what another had done: it counts too.</remarks>
    private static ImmutableArray<string>? Releasable(IReadOnlyList<ExecutionRecord> records) =>
        records.Count == 0 ? null : [.. records.Where(r => ExecutionTransitions.IsReleasable(r.State) && !r.Changes.IsEmpty).OrderByDescending(r => r.PlannedAt ?? r.CreatedAt).Select(r => r.Id)];
}

/// <param name="Ids">Empty where nothing of them stands any more.</param>
/// <param name="IsGroup">Whether more than one could have been meant.</param>
internal sealed record ReleaseSelection(ImmutableArray<string> Ids, bool IsGroup);
