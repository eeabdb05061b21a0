using System.Text.Json.Serialization;

namespace Remediator.Controls;

/// <summary>What no playbook touches, in any mode, whoever asks. Exactly one criterion.</summary>
public sealed record ProtectedResource : Control
{
    /// <summary>Pattern of an id, a name or an ARN.</summary>
    public string? Resource { get; init; }

    /// <summary>Pattern of a role's name.</summary>
    public string? Role { get; init; }

    /// <summary><c>key=value</c> or <c>key=*</c>.</summary>
    public string? Tag { get; init; }

    [JsonIgnore]
    public override string Id => Hashed("protect", Resource, Role, Tag);

    [JsonIgnore]
    public override string Says => $"protected: {(Resource is not null ? $"resource {Resource}" : Role is not null ? $"role {Role}" : $"tag {Tag}")}";

    private protected override string?[] Criteria => [Resource, Role, Tag];

    public override string? Fault() =>
        base.Fault()
        ?? (new[] { Resource, Role, Tag }.Count(c => c is not null) != 1 ? "a protection names one of a resource, a role and a tag"
            : Tag is not null && !TagPattern.IsOne(Tag) ? $"'{Tag}' is not a tag: write key=value or key=*"
            : Role is not null && Role.AsSpan().IndexOfAny('/', ':') >= 0 ? $"'{Role}' covers nothing: the name of a role has neither a path nor an ARN before it"
            : Resource is not null ? ArnPattern.Fault(Resource)
            : null);

    /// <summary>Null where that depends on tags that could not be read.</summary>
    public bool? Covers(ControlSubject subject) =>
        Resource is not null ? subject.Is(Resource)
        : Role is not null ? subject.RoleNames().Any(n => NamePattern.Matches(Role, n))
        : subject.CarriesOrTouches(Tag!);
}
