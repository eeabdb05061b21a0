using System.CommandLine;
using System.Globalization;
using Remediator.Cli.Output;
using Remediator.Controls;
using Remediator.Playbooks;

namespace Remediator.Cli.Controls;

/// <summary>The options that all commands about controls share: why, who, where, and what for.</summary>
public sealed class ControlOptions(CliHost host)
{
    private const int LongestText = 500;

    private readonly AwsAccess _access = new(host);

    public Option<string?> Playbooks { get; } = PlaybookFolder.Option();

    public Option<string> Why { get; } = new("--why", "-w") { Description = "The reason; it stands in every verdict that follows from it.", HelpName = "TEXT", Required = true };

    public Option<string?> By { get; } = new("--by") { Description = "Who says so. Default: the user of this machine. For a ledger in DynamoDB the caller of the AWS credentials, who is also recorded beside a name given here.", HelpName = "WHO" };

    public Option<string> Ledger { get; } = LedgerChoice.Option(host);

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object per control, one line each." };

    public Option<string?> Account { get; } = new("--account") { Description = "Only this account.", HelpName = "ID" };

    public Option<string?> Playbook { get; } = new("--playbook") { Description = "Only this playbook.", HelpName = "PLAYBOOK" };

    public Option<string?> For { get; } = new("--for") { Description = "How long, from its beginning on: 30m, 12h, 7d.", HelpName = "DURATION" };

    public Option<string?> Until { get; } = new("--until") { Description = "Until when; UTC unless the time says its offset.", HelpName = "TIME" };

    /// <summary>Reads only.</summary>
    public void AddReading(Command command) => Add(command, [Ledger, Json]);

    /// <summary>Sets or removes something: that takes a reason and a name.</summary>
    /// <remarks>Comes after all other options: an empty one, as an unset variable of the shell leaves it, would name nothing and look as if it did.</remarks>
    public void AddChanging(Command command)
    {
        Add(command, [Why, By, Ledger, Json]);
        foreach (var option in command.Options.Where(o => o.ValueType == typeof(string)))
        {
            option.Validators.Add(given =>
            {
                if (given.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
                {
                    given.AddError($"{option.Name}: it is empty, and nothing was set. Is a variable of the shell not set? Give it a value, or leave it out.");
                }
            });
        }
    }

    public void AddScope(Command command)
    {
        command.Options.Add(Account);
        command.Options.Add(Playbook);
        command.Options.Add(Playbooks);
    }

    /// <exception cref="CliException">The ledger can't be opened.</exception>
    public Task<ControlSource> OpenAsync(ParseResult parsed, CancellationToken cancel) =>
        LedgerChoice.OpenControlsAsync(parsed.GetValue(Ledger)!, () => _access.Connect(parsed), host, cancel);

    /// <exception cref="CliException">The ledger can't be opened.</exception>
    public Task<Execution.IExecutionLedger> OpenLedgerAsync(ParseResult parsed, CancellationToken cancel) =>
        LedgerChoice.OpenAsync(parsed.GetValue(Ledger)!, () => _access.Connect(parsed), create: false, host, cancel);

    public async Task<string> WhoAsync(ParseResult parsed, CancellationToken cancel) =>
        (parsed.GetValue(By) is { } given ? Text("--by", given) : null, LedgerChoice.IsShared(parsed.GetValue(Ledger)!)) switch
        {
            ({ } named, false) => named,
            (null, false) => $"{Environment.UserName} on {Environment.MachineName}",
            (var name, true) => (await _access.Connect(parsed).CallerAsync(cancel)).Arn is var arn && name is null ? arn : $"{name} ({arn})",
        };

    public string Reason(ParseResult parsed) => Text("--why", parsed.GetValue(Why)!);

    public ControlScope Scope(ParseResult parsed) => new(AccountOf(parsed), PlaybookOf(parsed));

    /// <exception cref="CliException">It is not an account id.</exception>
    public string? AccountOf(ParseResult parsed) => AccountOf(parsed.GetValue(Account));

    /// <inheritdoc cref="AccountOf(ParseResult)"/>
    public static string? AccountOf(string? given) => given switch
    {
        null => null,
        { Length: 12 } id when id.All(char.IsAsciiDigit) => id,
        var other => throw new CliException($"--account: '{other}' is not an account id of twelve digits."),
    };

    public string? PlaybookOf(ParseResult parsed) => parsed.GetValue(Playbook) is { } id ? Known(parsed, id) : null;

    /// <summary>A control for a mistyped playbook would look as if it were in force.</summary>
    /// <exception cref="CliException">There is no such playbook.</exception>
    public string Known(ParseResult parsed, string playbook)
    {
        var known = PlaybookFolder.Load(parsed.GetValue(Playbooks), host).Select(p => p.Playbook.Id).ToList();
        return known.Contains(playbook, StringComparer.Ordinal)
            ? playbook
            : throw new CliException($"There is no playbook '{Shown.Text(playbook)}'; there are {string.Join(", ", known)}. Name their folder with --playbooks.");
    }

    /// <exception cref="CliException">Both are given, or what is given is not a time.</exception>
    public DateTimeOffset? EndOf(ParseResult parsed, DateTimeOffset begin, TimeZoneInfo? zone = null) => (parsed.GetValue(For), parsed.GetValue(Until)) switch
    {
        (null, null) => null,
        ({ } length, null) => begin + DurationOf("--for", length),
        (null, { } time) => TimeOf("--until", time, zone),
        _ => throw new CliException("Give --for or --until, not both."),
    };

    /// <exception cref="CliException">It is not a duration.</exception>
    public static TimeSpan? DurationOf(string option, string? text) =>
        text is null ? null : DurationConverter.TryParse(text, out var duration) ? duration : throw new CliException($"{option}: '{text}' is not a duration; write 30m, 12h or 7d.");

    /// <param name="zone">Of a time that does not say its offset; null for UTC.</param>
    /// <exception cref="CliException">It is not a time, or not one time in its zone.</exception>
    public static DateTimeOffset TimeOf(string option, string text, TimeZoneInfo? zone = null)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            throw new CliException($"{option}: '{text}' is not a time; write 2026-12-24T18:00Z or 2026-12-24T18:00+01:00.");
        }

        if (zone is null || DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) is not { Kind: DateTimeKind.Unspecified } local)
        {
            return time;
        }

        return zone.IsInvalidTime(local) || zone.IsAmbiguousTime(local)
            ? throw new CliException($"{option}: clocks change in {zone.Id}, and '{text}' comes {(zone.IsInvalidTime(local) ? "not at all" : "twice")}; write it with its offset, as 2026-12-24T18:00+01:00.")
            : new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private static string Text(string option, string text) => text.Trim() switch
    {
        "" => throw new CliException($"{option}: say something."),
        { Length: > LongestText } => throw new CliException($"{option}: at most {LongestText} characters."),
        var good => good,
    };

    private void Add(Command command, Option[] own)
    {
        foreach (var option in own.Concat(_access.Options.Where(o => o.Name != "--role")))
        {
            command.Options.Add(option);
        }
    }
}
