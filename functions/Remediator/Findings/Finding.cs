namespace Remediator.Findings;

/// <summary>What a security service reported, in one shape for every source and free of AWS types.</summary>
/// <remarks>
/// Types and resource kinds are open strings: a finding of a type published tomorrow still parses and is routed by kind.
/// All text in it comes from outside and is hostile: escape it wherever it leaves the engine.
/// </remarks>
public sealed record Finding
{
    /// <summary>The ARN of the source finding, so that one finding arriving by several routes keeps one identity.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the <c>FindingSource</c>: <c>guardduty</c>, <c>config</c>, <c>inspector2</c>, ...</summary>
    public required string Source { get; init; }

    /// <summary>The source's own type, such as <c>Backdoor:EC2/C&amp;CActivity.B</c> or a Config rule name.</summary>
    public required string Type { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The account of the affected resource, which in an administrator account is not the account of the event.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary><c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c>, ...</summary>
    public required string Partition { get; init; }

    /// <summary>The affected resources first, then the principals that acted.</summary>
    public IReadOnlyList<ResourceRef> Resources { get; init; } = [];

    public Actor? Actor { get; init; }

    /// <summary>Whether the resource attacks or is attacked.</summary>
    public ResourceRole Role { get; init; }

    /// <summary>Who opened the connection that was seen.</summary>
    public ConnectionDirection Direction { get; init; }

    public FindingStatus Status { get; init; }

    /// <summary>A sample that the service generated on request: never acted upon.</summary>
    public bool IsSample { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>How often the source has seen it.</summary>
    public int Count { get; init; } = 1;

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>The event or finding as it came, as JSON text.</summary>
    public required string Raw { get; init; }

    /// <summary>The finding where the resource is: an attack sequence may name some in other accounts and Regions.</summary>
    /// <remarks>Names of users and roles are not unique across accounts: in the finding's own account the same name is somebody else.</remarks>
    public Finding Where(ResourceRef resource) => this with
    {
        Account = resource.Detail(ResourceDetails.Account) ?? Account,
        Region = resource.Detail(ResourceDetails.Region) ?? Region,
    };
}
