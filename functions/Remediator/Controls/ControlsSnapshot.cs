using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>All controls as of one moment; pure. Where several say the same, the first by id is named.</summary>
public sealed record ControlsSnapshot(ImmutableArray<Control> All)
{
    public IEnumerable<Control> InForce(DateTimeOffset now) => All.Where(c => c.IsInForce(now)).OrderBy(c => c.Id, StringComparer.Ordinal);

    public Pause? PauseOf(string account, string playbook, DateTimeOffset now) => Of<Pause>(now).FirstOrDefault(p => p.Scope.Covers(account, playbook));

    public ModeOverride? ModeOf(string playbook, DateTimeOffset now) => Of<ModeOverride>(now).FirstOrDefault(m => m.Playbook == playbook);

    public FreezeWindow? FreezeOf(string account, string playbook, DateTimeOffset now) =>
        Of<FreezeWindow>(now).FirstOrDefault(f => f.Scope.Covers(account, playbook) && f.IsOpen(now));

    public ProtectedResource? ProtectionOf(ControlSubject subject, DateTimeOffset now) => Of<ProtectedResource>(now).FirstOrDefault(p => p.Covers(subject) == true);

    public Exemption? ExemptionOf(ControlSubject subject, DateTimeOffset now) => Of<Exemption>(now).FirstOrDefault(e => e.Covers(subject) == true);

    /// <summary>An exemption that covers the subject if what could not be read of the organization is as it says.</summary>
    public Exemption? UndecidedByOu(ControlSubject subject, DateTimeOffset now) =>
        Of<Exemption>(now).FirstOrDefault(e => e.Ou is not null && subject.IsIn(e.Ou) is null && (e with { Ou = null }).Covers(subject) != false);

    /// <summary>Whether some exemption can't be decided without the account's place in the organization.</summary>
    public bool AsksForOrganization(Finding finding, DateTimeOffset now) => Of<Exemption>(now).Any(e => e.Ou is not null && (e.Account is null || e.Account == finding.Account));

    /// <summary>The budgets of one kind that a change by this playbook in this account draws upon: its own limits, and those that were set.</summary>
    public ImmutableArray<BudgetClaim> BudgetsOf(Finding finding, Playbook playbook, BudgetCount count, DateTimeOffset now)
    {
        var set = Of<Budget>(now).Where(b => b.Count == count && b.Scope.Covers(finding.Account, playbook.Id)).Select(b => BudgetClaim.Of(b, finding, now));
        return playbook.Limits is { } limits && limits.Counted == count ? [BudgetClaim.Of(limits, playbook, finding, now), .. set] : [.. set];
    }

    private IEnumerable<T> Of<T>(DateTimeOffset now)
        where T : Control => InForce(now).OfType<T>();
}
