using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Remediator.Approvals;
using Remediator.Attributes;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Scheduling;

namespace Remediator.Execution;

/// <summary>Everything that is known of one response: one finding, one playbook, one resource.</summary>
/// <remarks>Immutable; every step of the runner makes a new one and saves it in the ledger before it goes on.</remarks>
[JsonConverter(typeof(ExecutionRecordConverter))]
public sealed record ExecutionRecord
{
    /// <summary>Short and stable: derived from <see cref="Key"/>, so that a redelivery finds it.</summary>
    public required string Id { get; init; }

    public required ExecutionKey Key { get; init; }

    public required ExecutionState State { get; init; }

    /// <summary>The finding as of the last delivery that did something.</summary>
    public required Finding Finding { get; init; }

    public required ResourceRef Resource { get; init; }

    public required string PlaybookTitle { get; init; }

    public required string PlaybookVersion { get; init; }

    public required PlaybookMode Mode { get; init; }

    public ImmutableArray<string> Notify { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the plan was made; plans that depend on the time (session cut-off) are relative to it.</summary>
    public DateTimeOffset? PlannedAt { get; init; }

    public Verdict? Verdict { get; init; }

    /// <summary>What another finding of the resource made of it; null where nothing, or where it was not asked for.</summary>
    public Corroboration? Corroboration { get; init; }

    public ImmutableArray<StepRecord> Steps { get; init; } = [];

    public ImmutableArray<ChangeRecord> Changes { get; init; } = [];

    /// <summary>What people were asked about the plan, and what they answered; null where nobody was.</summary>
    public Approval? Approval { get; init; }

    /// <summary>Why it failed or stopped, for people; null while all is well.</summary>
    public string? Failure { get; init; }

    /// <summary>Who acted last: a function's invocation or an operator, as named by the worker that holds the lease.</summary>
    public string? By { get; init; }

    /// <summary>The states gone through since the last save, which writes them into the audit.</summary>
    [JsonIgnore]
    public ImmutableArray<StateChange> Trail { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>When the containment ends by itself; null where it stands until somebody releases it.</summary>
    public TimedRelease? Release { get; init; }

    /// <summary>What has to be done for it later.</summary>
    public ImmutableArray<DueWork> Due { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The resources whose leases this worker has taken beside that of the execution.</summary>
    [JsonIgnore]
    public ImmutableArray<ResourceIdentity> Leases { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>How many deliveries in a row could not read the controls.</summary>
    public int UnreadDeliveries { get; init; }

    /// <summary>Grows with every save; a save of another version is refused (fencing).</summary>
    public long Version { get; init; }

    /// <summary>The worker that holds it, until <see cref="LeaseUntil"/>; null when free.</summary>
    public string? LeaseOwner { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }
}

/// <summary>What makes two deliveries the same work, whichever way they came.</summary>
/// <param name="Region">Empty for what is the account's in every Region; see <see cref="ResourceIdentity"/>.</param>
public sealed record ExecutionKey(string FindingId, string Playbook, string Account, string Region, string ResourceKind, string ResourceId)
{
    public static ExecutionKey Of(Finding finding, string playbook, ResourceRef resource)
    {
        var identity = ResourceIdentity.Of(finding.Account, finding.Region, resource);
        return new(finding.Id, playbook, identity.Account, identity.Region, identity.Kind, ResourceIdentity.IdIn(finding, resource));
    }

    public ResourceIdentity Resource => new(Account, Region, ResourceKind, ResourceId);
}

/// <summary>What one remediation came to.</summary>
/// <param name="Remediation">Its name.</param>
/// <param name="Outcome">What its planning, or its look, came to.</param>
/// <param name="Reason">Why nothing is planned or told.</param>
/// <param name="Survivors">What the step does not stop.</param>
public sealed record StepRecord(string Remediation, StepOutcome Outcome, string? Reason, ImmutableArray<string> Survivors)
{
    /// <inheritdoc cref="StepPlan.Planned.Uncontained"/>
    public int Uncontained { get; init; }

    /// <inheritdoc cref="StepPlan.Planned.FollowUps"/>
    public ImmutableArray<FollowUp> FollowUps { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>The closed set of what a step's planning comes to.</summary>
public enum StepOutcome
{
    Planned,
    AlreadyCompliant,
    NotApplicable,

    /// <summary>What contains could not be planned: the run has failed until it can be.</summary>
    Unknown,

    /// <summary>What only tells could not be looked up: said to people, and the containment is none the worse.</summary>
    NotTold,
}

/// <summary>A planned change and how far it has come.</summary>
/// <param name="Change">As planned; a release sets the value before to that of the first execution that shares it.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Written">The value that was written, references resolved; what an undo expects to find.</param>
/// <param name="ReadBack">The live value at verification.</param>
/// <param name="Error">What went wrong, for people.</param>
public sealed record ChangeRecord(
    Change Change,
    ChangeStatus Status = ChangeStatus.Pending,
    AttributeValue? Written = null,
    AttributeValue? ReadBack = null,
    string? Error = null)
{
    /// <summary>Whether an undo puts it back: kept evidence, what can't be undone, what never was changed, what others rely on and what is gone are left.</summary>
    [JsonIgnore]
    public bool IsUndoable => !Change.Keep && !Change.Irreversible && !Change.IsSatisfied && Status is not (ChangeStatus.Shared or ChangeStatus.Gone);

    /// <summary>When the value before was found; of what is put back, when that was. Null in records of earlier versions.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Until when a write may have stopped between two of its calls: no end before it was read back. Null where nothing is written, and in records of earlier versions.</summary>
    public DateTimeOffset? MidwayUntil { get; init; }

    /// <summary>The live value that the change was planned upon, where that is not the value before: what this execution, or another, had made of it.</summary>
    public AttributeValue? Upon { get; init; }

    /// <summary>Whether a write of the engine may have left something between two values, and nobody has read a whole one since.</summary>
    [JsonIgnore]
    public bool IsMidway => MidwayUntil == DateTimeOffset.MaxValue;

    /// <summary>What executions have left of the value since it was as before, this one among them; known while it is released.</summary>
    [JsonIgnore]
    public ImmutableArray<AttributeValue> Left { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The calls of the last write; null when there was none.</summary>
    public IReadOnlyList<AwsCall>? Calls { get; init; }

    /// <summary>Whether a live value is one that its write can have left midway, from the value before or from that it was planned upon.</summary>
    internal bool IsBegun(ResourceAttribute attribute, AttributeValue left, AttributeValue live) =>
        attribute.IsBetween(Change.Before, left, live)
        || (Upon is { } upon && (attribute.Matches(live, upon) || attribute.IsBetween(upon, left, live)));

    /// <summary>Whether a live value is what was read back when its verification failed, with nothing in it that is anybody else's.</summary>
    internal bool IsUnfinished(AttributeValue live) =>
        Status == ChangeStatus.Failed && ReadBack == live && Written is { } written && Mixture.IsBeside(Change.Before, written, live);

    /// <summary>A write of it is begun, or may have been.</summary>
    public ChangeRecord Midway() => this with { MidwayUntil = DateTimeOffset.MaxValue };

    /// <summary>What was read back as one of its values is midway no more, since it was first so.</summary>
    public ChangeRecord Whole(DateTimeOffset now) => IsMidway ? this with { MidwayUntil = now } : this;
}

/// <summary>How far one change has come.</summary>
public enum ChangeStatus
{
    /// <summary>Planned and recorded.</summary>
    Pending,

    /// <summary>The call was answered; not yet read back.</summary>
    Applied,

    /// <summary>Read back and found as wanted (also when it already was so).</summary>
    Verified,

    /// <summary>The call failed, or what was read back is not what was wanted.</summary>
    Failed,

    /// <summary>Undone, and the value before was read back.</summary>
    Released,

    /// <summary>Not undone because somebody else changed the value since.</summary>
    Drifted,

    /// <summary>Not undone because another execution relies on it; whichever is released last undoes it.</summary>
    Shared,

    /// <summary>Not undone because what had the value is gone.</summary>
    Gone,
}
