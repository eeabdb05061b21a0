using System.Text.Json.Serialization;

namespace Remediator.Controls;

/// <summary>Leaves alone what meets every criterion that is given; always with an owner and an end.</summary>
/// <param name="Owner">Who answers for it.</param>
public sealed record Exemption(string Owner) : Control
{
    /// <summary>Pattern of an id, a name or an ARN.</summary>
    public string? Resource { get; init; }

    /// <summary><c>key=value</c> or <c>key=*</c>.</summary>
    public string? Tag { get; init; }

    public string? Account { get; init; }

    /// <summary>Id of an organizational unit, with everything below it; or of the root.</summary>
    public string? Ou { get; init; }

    /// <summary>Pattern of a finding type.</summary>
    public string? Type { get; init; }

    public string? Playbook { get; init; }

    [JsonIgnore]
    public override string Id => Hashed("exempt", Resource, Tag, Account, Ou, Type, Playbook);

    [JsonIgnore]
    public override string Says => $"exempt for {Owner}: {string.Join(", ", Told())}";

    /// <remarks>One without an end is no exemption: it could only have been written by hand.</remarks>
    public override bool IsInForce(DateTimeOffset now) => Until is not null && base.IsInForce(now);

    public override string? Fault() =>
        base.Fault()
        ?? (string.IsNullOrWhiteSpace(Owner) ? "an exemption needs an owner"
            : Until is null ? "an exemption needs an end: --for or --until"
            : Criteria.All(c => c is null) ? "an exemption needs a resource, a tag, an account, an OU or a finding type"
            : Tag is not null && !TagPattern.IsOne(Tag) ? $"'{Tag}' is not a tag: write key=value or key=*"
            : Resource is not null ? ArnPattern.Fault(Resource)
            : null);

    /// <summary>Whether the subject meets every criterion; null where that depends on what could not be read.</summary>
    public bool? Covers(ControlSubject subject)
    {
        bool?[] met =
        [
            Account is null ? true : Account == subject.Finding.Account,
            Playbook is null ? true : Playbook == subject.Playbook.Id,
            Type is null ? true : NamePattern.Matches(Type, subject.Finding.Type),
            Resource is null ? true : subject.Is(Resource),
            Tag is null ? true : subject.Carries(Tag),
            Ou is null ? true : subject.IsIn(Ou),
        ];
        return met.Contains(false) ? false : met.Contains(null) ? null : true;
    }

    private protected override string?[] Criteria => [Resource, Tag, Account, Ou, Type, Playbook];

    private IEnumerable<string> Told() =>
        new[] { ("resource", Resource), ("tag", Tag), ("account", Account), ("OU", Ou), ("finding type", Type), ("playbook", Playbook) }
            .Where(c => c.Item2 is not null)
            .Select(c => $"{c.Item1} {c.Item2}");
}
