using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Remediator.Controls;
using Remediator.Findings;

namespace Remediator.Playbooks;

/// <summary>What to do about some findings: which, in what mode, with which remediations, and whom to tell.</summary>
public sealed record Playbook
{
    /// <summary>Lower-case words with hyphens; recorded with every execution.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Any of these triggers it.</summary>
    public required ImmutableArray<Trigger> On { get; init; }

    /// <summary>A resource that carries any of these tags is exempt; a value of <c>*</c> matches every value.</summary>
    public ImmutableDictionary<string, string> UnlessTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public PlaybookMode Mode { get; init; } = PlaybookMode.Observe;

    /// <summary>Empty: people are only told, for <see cref="Because"/>.</summary>
    public required ImmutableArray<PlaybookStep> Steps { get; init; }

    /// <summary>Evidence is taken before anything is contained, and not after it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EvidenceFirst { get; init; }

    /// <summary>Why nothing automatic is right; only of a playbook without steps.</summary>
    public string? Because { get; init; }

    /// <summary>It acts also on what other playbooks act on, each in an execution of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Beside { get; init; }

    /// <summary>It answers only findings that no playbook without this answers, not even by telling.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Fallback { get; init; }

    /// <summary>Undo after this long; null for never.</summary>
    public TimeSpan? ReleaseAfter { get; init; }

    /// <summary>How long before people are told; null for the usual time.</summary>
    public TimeSpan? ReleaseWarn { get; init; }

    public PlaybookLimits? Limits { get; init; }

    /// <summary>How people are asked; null for <see cref="ApprovalTerms.Usual"/>.</summary>
    public ApprovalTerms? Approval { get; init; }

    /// <summary>What is different where another finding accuses the same resource; null for nothing.</summary>
    public CorroborationRule? Corroborated { get; init; }

    /// <summary>The steps that always run, and those that run where another finding corroborates: what permissions are for.</summary>
    [JsonIgnore]
    public IEnumerable<PlaybookStep> AllSteps => Corroborated is { } rule ? Steps.Concat(rule.Steps) : Steps;

    /// <summary>Channel names: <c>slack</c>, <c>email</c>.</summary>
    public ImmutableArray<string> Notify { get; init; } = [];

    /// <summary>Hash of the content: what was deployed when an execution was planned.</summary>
    public string Version { get; init; } = "";
}

/// <summary>One way to trigger a playbook: every condition that is set must hold.</summary>
public sealed record Trigger
{
    /// <summary>Name of the finding source.</summary>
    public required string Source { get; init; }

    /// <summary>Patterns with <c>*</c> for any run of characters; empty matches every type.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>This band or above.</summary>
    public SeverityLabel? Severity { get; init; }

    public ResourceRole? Role { get; init; }

    public DirectionCondition? Direction { get; init; }

    /// <summary>Resource kinds; the playbook acts on the affected resources of these kinds. Empty: of any kind its steps take.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>Patterns of the resources' ids with <c>*</c>; empty: any.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>Whether it acts on what the finding is about, or on the principals that acted on that.</summary>
    public Involvement Who { get; init; }

    /// <summary>Only where the caller gave no credentials.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Anonymous { get; init; }

    /// <summary>Tags that the finding must show on the resource.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>Who must have opened the connection.</summary>
public enum DirectionCondition
{
    Inbound,
    Outbound,

    /// <summary>Outbound, or the finding does not say.</summary>
    NotInbound,
}

/// <summary>One remediation in a playbook.</summary>
/// <param name="Remediation">Its name in the catalogue.</param>
/// <param name="Options">Its options, already checked against its options type; null for the defaults.</param>
/// <param name="AllowIrreversible">The playbook says explicitly that this step may do what can't be undone.</param>
public sealed record PlaybookStep(string Remediation, JsonElement? Options = null, bool AllowIrreversible = false);

/// <summary>At most <paramref name="Max"/> executions that change something, or changes, in each window, in each scope.</summary>
/// <param name="Count">Null for executions.</param>
public sealed record PlaybookLimits(int Max, TimeSpan Per, string Scope, string? Count = null)
{
    /// <remarks>What this version does not know counts as what is used up sooner.</remarks>
    [JsonIgnore]
    public BudgetCount Counted => Count is null ? BudgetCount.Executions : BudgetCount.Changes;
}

/// <summary>How people are asked where a person has to decide.</summary>
/// <param name="Quorum">How many different people must approve; one is enough to reject.</param>
/// <param name="Expires">How long they have.</param>
/// <param name="Default">What happens when nobody has decided by then.</param>
public sealed record ApprovalTerms(int Quorum, TimeSpan Expires, ExpiryDefault Default)
{
    /// <summary>One person, within a day; silence is a no.</summary>
    public static ApprovalTerms Usual { get; } = new(1, TimeSpan.FromHours(24), ExpiryDefault.Reject);
}

/// <summary>What happens when nobody decides in time.</summary>
public enum ExpiryDefault
{
    /// <summary>Nothing is changed.</summary>
    Reject,

    /// <summary>The plan that was shown is applied, if it still is the same.</summary>
    Proceed,
}

/// <summary>How far a playbook goes on its own.</summary>
public enum PlaybookMode
{
    /// <summary>Plans and reports; changes nothing.</summary>
    Observe,

    /// <summary>Plans, and a person decides.</summary>
    Approve,

    /// <summary>Acts.</summary>
    Enforce,
}
