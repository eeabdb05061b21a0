using System.Collections.Immutable;
using Remediator.Findings;

namespace Remediator.Playbooks;

/// <summary>How a playbook answers a finding where another one accuses the same resource.</summary>
/// <param name="Within">How long before this finding the other one was reported last, at most.</param>
/// <param name="Mode">The mode then; null for the playbook's own.</param>
/// <param name="Severity">Of the other finding: this band or above; null for any.</param>
/// <param name="Steps">What runs besides the playbook's own steps.</param>
public sealed record CorroborationRule(TimeSpan Within, PlaybookMode? Mode, SeverityLabel? Severity, ImmutableArray<PlaybookStep> Steps)
{
    /// <summary>The playbook as it answers a corroborated finding; it asks no second time.</summary>
    public static Playbook Raise(Playbook playbook) => playbook.Corroborated is not { } rule ? playbook : playbook with
    {
        Mode = rule.Mode is { } mode && mode > playbook.Mode ? mode : playbook.Mode,
        Steps = [.. playbook.Steps, .. rule.Steps],
        Corroborated = null,
    };
}
