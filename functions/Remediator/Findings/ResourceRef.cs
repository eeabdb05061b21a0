using System.Collections.Immutable;

namespace Remediator.Findings;

/// <summary>A resource that a finding names, with what the finding says of it (never the live state).</summary>
/// <param name="Kind">A CloudFormation type name (see <see cref="ResourceKinds"/>); open, an unknown kind is kept as it came.</param>
/// <param name="Id">The id that the owning service's API takes: instance id, bucket name, user name, access key id, role name.</param>
/// <param name="Arn">The ARN where the finding gives or implies one.</param>
public sealed record ResourceRef(string Kind, string Id, string? Arn = null)
{
    /// <summary>Whether the finding is about this resource, or this is the principal that acted on it.</summary>
    public Involvement Involvement { get; init; }

    /// <summary>Facts of the finding under the keys of <see cref="ResourceDetails"/>.</summary>
    public ImmutableDictionary<string, string> Details { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Tags as the finding shows them; null when it does not say, which is not the same as none.</summary>
    public ImmutableDictionary<string, string>? Tags { get; init; }

    /// <summary>Whether the id looks like one of its kind; one that doesn't is reported but never sent to an API or a policy.</summary>
    public bool HasWellFormedId => ResourceIdShape.Fits(Kind, Id);

    public string? Detail(string key) => Details.GetValueOrDefault(key);
}

/// <summary>How a resource stands in a finding.</summary>
public enum Involvement
{
    /// <summary>The finding is about it; playbooks act on it.</summary>
    Affected,

    /// <summary>The principal that acted on the affected resource.</summary>
    Actor,
}

/// <summary>GuardDuty's resource role: an attacked resource is not an attacker.</summary>
public enum ResourceRole
{
    /// <summary>The source does not say.</summary>
    Unspecified,
    Target,
    Actor,
}

/// <summary>Who opened a connection: GuardDuty calls the instance the target of many that it opens itself.</summary>
public enum ConnectionDirection
{
    /// <summary>The source does not say, or says that it is not known.</summary>
    Unspecified,
    Inbound,
    Outbound,
}

/// <summary>Whether the reported problem still stands, as far as the source says.</summary>
public enum FindingStatus
{
    Active,

    /// <summary>COMPLIANT, CLOSED, RESOLVED.</summary>
    Resolved,

    /// <summary>Archived or suppressed by a person or a rule.</summary>
    Suppressed,
}
