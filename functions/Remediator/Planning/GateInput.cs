using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Planning;

/// <summary>All that the gate looks at.</summary>
/// <param name="Mode">The playbook's own mode, or the one that was asked for.</param>
/// <param name="Tags">The live tags of the resource.</param>
/// <param name="ProtectedTags">Tags that no playbook may touch a resource with; <c>*</c> as value matches every value.</param>
public sealed record GateInput(
    Finding Finding,
    Playbook Playbook,
    PlaybookMode Mode,
    TagReading Tags,
    IReadOnlyList<Change> Changes,
    ImmutableDictionary<string, string> ProtectedTags)
{
    public required ControlsReading Controls { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Places in every budget that a change would draw upon; unknown until they were asked for.</summary>
    public required BudgetReading Budget { get; init; }

    /// <summary>The resources that the playbook would act on; by default all that the finding is about.</summary>
    public IReadOnlyList<ResourceRef> Resources { get; init; } = Finding.Resources;

    /// <summary>Other things that the plan would touch, with their live tags.</summary>
    public ImmutableArray<TouchedResource> Touched { get; init; } = [];

    /// <summary>Where the account stands; read only where an exemption asks for it.</summary>
    public OrganizationReading Organization { get; init; } = OrganizationReading.NotRead;

    /// <summary>Names of the engine's own resources.</summary>
    public ImmutableArray<string> OwnNames { get; init; } = [];

    /// <summary>A person asked for this mode, for this run: neither override, freeze nor budget stands in the way, everything else does.</summary>
    public bool ModeIsAsked { get; init; }

    public PlanApproval Approved { get; init; }

    /// <summary>How many deliveries, with this one, could not read what they must know.</summary>
    public required int FailedDeliveries { get; init; }

    /// <summary>From so many failed deliveries on, a person is asked.</summary>
    public required int PatientDeliveries { get; init; }

    public ControlSubject Subject => new(Finding, Playbook, Resources, Tags, Changes, Touched, Organization);
}
