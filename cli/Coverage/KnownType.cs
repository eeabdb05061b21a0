using System.Collections.Immutable;
using Remediator.Findings;

namespace Remediator.Cli.Coverage;

/// <summary>A finding type that a source is documented to report.</summary>
/// <param name="Resources">What such findings are about: GuardDuty's resource types, or kinds.</param>
/// <param name="Severity">As documented; medium where it varies.</param>
public sealed record KnownType(string Source, string Type, ImmutableArray<string> Resources, SeverityLabel Severity)
{
    /// <summary>Whether somebody has to switch on a rule of their own for it.</summary>
    public bool IsCustomRule { get; private init; }

    /// <summary>
    /// GuardDuty: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html (September 2026) and its custom
    /// detection rules; the others as their sources read them.
    /// </summary>
    public static ImmutableArray<KnownType> All { get; } = Read();

    private static ImmutableArray<KnownType> Read()
    {
        using var stream = typeof(KnownType).Assembly.GetManifestResourceStream("known-types.tsv")
            ?? throw new InvalidOperationException("known-types.tsv is not in the command");
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t')).Select(
                cells => new KnownType(cells[0], cells[1], [.. cells[2].Split('|')], Enum.Parse<SeverityLabel>(cells[3], ignoreCase: true)) { IsCustomRule = cells.ElementAtOrDefault(4) == "custom rule" }),
        ];
    }
}
