using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>One security service: which EventBridge events are its findings, and how to read them.</summary>
/// <remarks>
/// One file <c>FindingSources/{Service}FindingSource.cs</c> each; <see cref="FindingSourceCatalogue"/> finds it by its file name.
/// Reading never throws on any JSON: what can't be read is a <see cref="SourceResult.Rejected"/> with its reason.
/// </remarks>
public abstract class FindingSource
{
    /// <summary>The name in playbooks and in <c>Finding.Source</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The lane that its findings take: urgent for active threats, posture for the rest; see <see cref="Routes"/> for exceptions.</summary>
    public abstract Lane Lane { get; }

    /// <summary>EventBridge <c>source</c> value, such as <c>aws.guardduty</c>.</summary>
    public abstract string EventSource { get; }

    /// <summary>EventBridge <c>detail-type</c> values that carry findings.</summary>
    public abstract IReadOnlyList<string> DetailTypes { get; }

    /// <summary>Extra conditions on <c>detail</c> for the EventBridge rule, as the JSON of an event pattern; null for none.</summary>
    public virtual string? DetailPattern => null;

    /// <summary>The field of <c>detail</c> that holds <c>Finding.Type</c> letter for letter, so that a rule can filter by it; null for none.</summary>
    public virtual string? TypeField => null;

    /// <summary>The EventBridge rules that bring its events; one, unless some of them have another shape or take another lane.</summary>
    public virtual IReadOnlyList<EventRoute> Routes => [new("", Lane, [EventSource], DetailTypes) { DetailPattern = DetailPattern, TypeField = TypeField }];

    /// <summary>Whether this document is this source's: its event, or a bare finding in the shape of the service's API.</summary>
    public abstract bool Recognizes(JsonElement document);

    /// <summary>Reads an event or a bare finding that <see cref="Recognizes"/> accepted.</summary>
    public abstract SourceResult Read(JsonElement document);

    /// <summary>Whether a finding of it reports that something happens, and not a setting or a weakness.</summary>
    public virtual bool IsThreat(Finding finding) => Lane == Lane.Urgent;

    /// <summary>Whether a finding of it says that the resource acts for an attacker: not that it could be abused, nor that it is only attacked.</summary>
    public bool Accuses(Finding finding, ResourceRef resource) => IsThreat(finding) && (resource.Involvement == Involvement.Actor || Acts(finding, resource));

    /// <summary>Whether the affected resource of a threat is more than its target.</summary>
    private protected virtual bool Acts(Finding finding, ResourceRef resource) => finding.Role != ResourceRole.Target;

    /// <summary>The reason why an event of the service is none of its findings, or null if it is one.</summary>
    private protected SourceResult.Rejected? RejectOtherDetailType(EventEnvelope envelope) =>
        envelope.DetailType is { } type && !DetailTypes.Contains(type, StringComparer.Ordinal)
            ? new($"an event {SafeText.Quote(type)} of {EventSource} carries no finding; the source {Name} reads '{string.Join("', '", DetailTypes)}'")
            : null;
}

/// <summary>The two queues: a storm of posture findings can't delay a quarantine.</summary>
public enum Lane
{
    Urgent,
    Posture,
}

/// <summary>What reading a document came to.</summary>
public abstract record SourceResult
{
    private SourceResult()
    {
    }

    /// <summary>Findings, one or more (some sources carry several in one event).</summary>
    public sealed record Parsed(IReadOnlyList<Finding> Findings) : SourceResult
    {
        /// <summary>Why the other entries of a list were not read, one sentence each.</summary>
        public IReadOnlyList<string> Skipped { get; init; } = [];
    }

    /// <summary>Not a finding that can be acted on, and why: one sentence for people.</summary>
    public sealed record Rejected(string Reason) : SourceResult
    {
        /// <summary>It was understood and reports no threat, such as a bucket policy that opens nothing: nobody needs to look at it.</summary>
        public bool IsHarmless { get; init; }
    }
}
