using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>The kinds of resources that a remediation acts on, by its name.</summary>
/// <param name="remediations">Null for those of this build.</param>
internal sealed class RemediationKinds(IReadOnlyList<Remediation>? remediations)
{
    /// <summary>None for a name that there is not.</summary>
    public IReadOnlyList<string> Of(string remediation) =>
        (remediations is null ? RemediationCatalogue.Find(remediation) : remediations.FirstOrDefault(r => r.Name == remediation))?.Kinds ?? [];
}
