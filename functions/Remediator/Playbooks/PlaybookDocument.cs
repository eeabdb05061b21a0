using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Remediator.Controls;
using Remediator.Findings;

namespace Remediator.Playbooks;

/// <summary>A playbook file as it is written; its properties and their descriptions are the published JSON Schema.</summary>
/// <remarks>What has a default has a setter: generated JSON metadata overwrites the defaults of init-only properties.</remarks>
internal sealed record PlaybookDocument
{
    [Description("Name of the playbook: lower-case words with hyphens, unique. Recorded with every execution.")]
    [RegularExpression("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", ErrorMessage = "write lower-case words with hyphens, such as ec2-compromised")]
    public required string Id { get; init; }

    [Description("One line for people: what the playbook does.")]
    public required string Title { get; init; }

    [Description("Findings that the playbook answers: any of these triggers it.")]
    public required TriggerDocument[] On { get; init; }

    [Description("Resource kinds of the triggers that name none themselves.")]
    public string[] Resource { get; set; } = [];

    [Description("Resources that are exempt.")]
    public UnlessDocument? Unless { get; set; }

    [Description("observe: plan and report, change nothing. approve: plan, and a person decides. enforce: act.")]
    public PlaybookMode Mode { get; set; }

    [Description("Remediations in order: a name, or a name with its options. Empty, with 'because': people are only told.")]
    public required JsonElement[] Steps { get; init; }

    [Description("Why nothing automatic is right; needed where there are no steps.")]
    public string? Because { get; set; }

    [Description("last (default): contain first. first: snapshots, files and tags before anything is contained, for what containing would destroy; containing waits for these calls, and goes on where they fail. Memory is never taken.")]
    public EvidenceOrder Evidence { get; set; }

    [Description("true: it acts also on what another playbook acts on, in an execution of its own; for what is to end at another time.")]
    public bool Beside { get; set; }

    [Description("true: it answers only findings that no other playbook answers, such as those of types that nobody knows yet.")]
    public bool Fallback { get; set; }

    [Description("Undo on its own.")]
    public ReleaseDocument? Release { get; set; }

    [Description("At most so many executions that change something, or single changes; beyond that people are asked.")]
    public LimitsDocument? Limits { get; set; }

    [Description("How people are asked: in mode approve, and before what can't be undone.")]
    public ApprovalDocument? Approval { get; set; }

    [Description("What is different where another finding says too that the resource acts for an attacker.")]
    public CorroboratedDocument? Corroborated { get; set; }

    [Description("Channels that are told.")]
    public string[] Notify { get; set; } = [];

    [Description("Findings and what should come of them; run by 'remediator test'.")]
    public TestDocument[] Tests { get; set; } = [];
}

internal sealed record TriggerDocument
{
    [Description("The service that reports the finding.")]
    public required string Source { get; init; }

    [Description("Finding types, * for any run of characters. Without it: every type.")]
    public string[] Type { get; set; } = [];

    [Description("This severity or above.")]
    public SeverityLabel? Severity { get; set; }

    [Description("Whether the resource acts for an attacker (actor) or is attacked (target).")]
    public ResourceRole? Role { get; set; }

    [Description("Whether the resource opened the connection (outbound) or the other side did (inbound). not-inbound: also where the finding does not say.")]
    public DirectionCondition? Direction { get; set; }

    [Description("Resource kinds to act upon, such as AWS::EC2::Instance. Without it: every kind that the steps take.")]
    public string[] Resource { get; set; } = [];

    [Description("Ids of the resources to act upon, * for any run of characters, such as AWSReservedSSO_*. Without it: any.")]
    public string[] Id { get; set; } = [];

    [Description("affected (default): act on what the finding is about. actor: act on the principals that acted on it, such as the user whose key read a bucket.")]
    public Involvement Who { get; set; }

    [Description("true: only where the caller gave no credentials, so that there is no principal to act upon.")]
    public bool Anonymous { get; set; }

    [Description("Tags that the finding must show on the resource; * for any value.")]
    public Dictionary<string, string> Tags { get; set; } = [];
}

internal sealed record UnlessDocument
{
    [Description("A resource that carries any of these tags is left alone; * for any value.")]
    public required Dictionary<string, string> Tags { get; init; }
}

internal sealed record ReleaseDocument
{
    [Description("Undo this long after the containment and after the newest finding of the resource, such as 72h.")]
    public required TimeSpan After { get; init; }

    [Description("Tell people this long before; shorter than 'after'. Default: 4h, or half of a shorter 'after'.")]
    public TimeSpan? Warn { get; set; }
}

internal sealed record LimitsDocument
{
    [Description("Number of executions, or of changes.")]
    [Range(1, Budget.Most)]
    public required int Max { get; init; }

    [Description("In each period of this length, such as 1h.")]
    public required TimeSpan Per { get; init; }

    [Description("Counted per account, or per account and Region, or over everything.")]
    public LimitScope Scope { get; set; }

    [Description("What is counted: executions that change something (default), or every change of each.")]
    public BudgetCount Count { get; set; }
}

internal sealed record ApprovalDocument
{
    [Description("How many different people must approve; one is enough to reject. Without it: 1.")]
    [Range(1, 2)]
    public int Quorum { get; set; } = ApprovalTerms.Usual.Quorum;

    [Description("How long people have, such as 4h. Without it: 24h.")]
    public TimeSpan Expires { get; set; } = ApprovalTerms.Usual.Expires;

    [Description("When nobody decided by then: reject (default) changes nothing; proceed applies the plan that was shown, if it still is the same.")]
    public ExpiryDefault Default { get; set; } = ApprovalTerms.Usual.Default;
}

internal sealed record CorroboratedDocument
{
    [Description("How long before this finding the other one was reported last, at most, such as 24h.")]
    public required TimeSpan Within { get; init; }

    [Description("The mode then; above the playbook's own. Without it: the playbook's own.")]
    public PlaybookMode? Mode { get; set; }

    [Description("Only another finding of this severity or above counts. Without it: any.")]
    public SeverityLabel? Severity { get; set; }

    [Description("Remediations that run besides the playbook's own steps.")]
    public JsonElement[] Steps { get; set; } = [];
}

/// <summary>When evidence is taken.</summary>
internal enum EvidenceOrder
{
    Last,
    First,
}

/// <summary>What a limit counts together.</summary>
internal enum LimitScope
{
    Account,
    Region,
    All,
}

internal sealed record TestDocument
{
    [Description("Path of an event or a finding (JSON), relative to this file.")]
    public required string Finding { get; init; }

    [Description("What should come of it; {} for: this playbook answers it.")]
    public required ExpectDocument Expect { get; init; }
}

internal sealed record ExpectDocument
{
    [Description("matched (default), unmatched: no playbook answers it, rejected: nothing to act upon.")]
    public ExpectedOutcome Outcome { get; set; }

    [Description("The playbook that answers, where it is another one.")]
    public string? Playbook { get; set; }

    [Description("The remediations that run, in order.")]
    public string[]? Steps { get; set; }

    [Description("Ids of the resources acted upon, in any order.")]
    public string[]? Resources { get; set; }

    [Description("The mode of the playbook that answers.")]
    public PlaybookMode? Mode { get; set; }
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters =
    [
        typeof(DurationConverter),
        typeof(KebabCaseEnumConverter<PlaybookMode>),
        typeof(KebabCaseEnumConverter<SeverityLabel>),
        typeof(KebabCaseEnumConverter<ResourceRole>),
        typeof(KebabCaseEnumConverter<DirectionCondition>),
        typeof(KebabCaseEnumConverter<Involvement>),
        typeof(KebabCaseEnumConverter<LimitScope>),
        typeof(KebabCaseEnumConverter<BudgetCount>),
        typeof(KebabCaseEnumConverter<EvidenceOrder>),
        typeof(KebabCaseEnumConverter<ExpiryDefault>),
        typeof(KebabCaseEnumConverter<ExpectedOutcome>),
    ])]
[JsonSerializable(typeof(PlaybookDocument))]
internal sealed partial class PlaybookDocumentJson : JsonSerializerContext;
