using System.Collections.Immutable;
using Remediator.Findings;

namespace Remediator.Playbooks;

/// <summary>Why a trigger does not hold; a later one means that more of it held.</summary>
internal enum Miss
{
    None,
    Type,
    Kind,
    Role,
    Direction,
    Severity,
    Anonymous,
    Resource,
}

/// <summary>A trigger made ready for many findings.</summary>
internal sealed class CompiledTrigger(Playbook playbook, Trigger trigger, RemediationKinds kindsOfRemediation)
{
    public Playbook Playbook { get; } = playbook;

    public Trigger Trigger { get; } = trigger;

    /// <summary>The playbook has no steps: people are told of the finding, whatever it is about.</summary>
    public bool TellsOnly => Playbook.Steps.IsEmpty;

    private WildcardPattern[] Types => field ??= [.. Trigger.Types.Select(t => new WildcardPattern(t))];

    private WildcardPattern[] Ids => field ??= [.. Trigger.Ids.Select(i => new WildcardPattern(i))];

    public Miss Check(Finding finding, out ImmutableArray<ResourceRef> resources)
    {
        resources = [];
        if (!MatchesType(finding.Type))
            return Miss.Type;
        if (!IsAboutAnything && !finding.Resources.Any(ActsOn))
            return Miss.Kind;
        if (Trigger.Role is { } role && finding.Role != role)
            return Miss.Role;
        if (Trigger.Direction is { } direction && !Fits(direction, finding.Direction))
            return Miss.Direction;
        if (Trigger.Severity is { } severity && finding.Severity.Label < severity)
            return Miss.Severity;
        if (Trigger.Anonymous && finding.Actor is not { IsAnonymous: true })
            return Miss.Anonymous;
        resources = TellsOnly ? Subject(finding) : [.. Named(finding)];
        return resources.IsEmpty ? Miss.Resource : Miss.None;
    }

    /// <summary>The resources of the kinds that the trigger names; none where it names no kind.</summary>
    public IEnumerable<ResourceRef> Named(Finding finding) =>
        finding.Resources.Where(r => ActsOn(r) && IsMeant(r)).DistinctBy(r => ResourceIdentity.Distinct(finding.Account, finding.Region, r));

    /// <summary>Among fallbacks that tell, the lowest does: that for the resource which stands first in the finding, and one for any kind last.</summary>
    public int RankOf(ResourceRef subject, Finding finding) => IsAboutAnything ? int.MaxValue : finding.Resources.TakeWhile(r => r != subject).Count();

    /// <summary>The miss in words; the finding's own words are the reader's to escape.</summary>
    public string Explain(Miss miss, Finding finding) => miss switch
    {
        Miss.Type => $"No playbook answers {finding.Source} findings of the type {finding.Type}.",
        Miss.Kind => $"{Playbook.Id} acts on {Listed(KindsActedOn())}, and the finding {Affected(finding)}.",
        Miss.Role => $"{Playbook.Id} is for the role {Lower(Trigger.Role)}, and in the finding it is {Lower(finding.Role)}.",
        Miss.Direction => $"{Playbook.Id} is for {(Trigger.Direction == DirectionCondition.NotInbound ? "connections that are not inbound" : $"{Lower(Trigger.Direction)} connections")}, and in the finding the direction is {Lower(finding.Direction)}.",
        Miss.Severity => $"{Playbook.Id} is for {Lower(Trigger.Severity)} and above, and the finding is {Lower(finding.Severity.Label)}.",
        Miss.Anonymous => $"{Playbook.Id} is for callers without credentials, and the finding does not say that the caller gave none.",
        Miss.Resource => $"{Playbook.Id} is for resources with certain {(Trigger.Ids.IsEmpty ? "tags" : Trigger.Tags.IsEmpty ? "ids" : "ids and tags")}, and the finding shows none that has them.",
        _ => throw new InvalidOperationException($"{miss} is no reason"),
    };

    private static bool Fits(DirectionCondition wanted, ConnectionDirection direction) => wanted switch
    {
        DirectionCondition.Inbound => direction == ConnectionDirection.Inbound,
        DirectionCondition.Outbound => direction == ConnectionDirection.Outbound,
        DirectionCondition.NotInbound => direction != ConnectionDirection.Inbound,
        _ => throw new InvalidOperationException($"unknown direction {wanted}"),
    };

    /// <summary>For the words of a miss: a match asks for one kind, and makes no more remediations than it takes.</summary>
    private HashSet<string> KindsActedOn()
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        if (TellsOnly)
            kinds.UnionWith(Trigger.Resources);
        else
        {
            foreach (var step in Playbook.Steps)
                kinds.UnionWith(kindsOfRemediation.Of(step.Remediation));
            if (!Trigger.Resources.IsEmpty)
                kinds.IntersectWith(Trigger.Resources);
        }

        return kinds;
    }

    private bool MatchesType(string type)
    {
        foreach (var pattern in Types)
        {
            if (pattern.Matches(type))
                return true;
        }

        return Types.Length == 0;
    }

    private bool IsAboutAnything => TellsOnly && Trigger.Resources.IsEmpty;

    private bool ActsOn(ResourceRef resource) => resource.Involvement == Trigger.Who && ActsOn(resource.Kind);

    private bool ActsOn(string kind) =>
        TellsOnly ? Trigger.Resources.Contains(kind)
        : (Trigger.Resources.IsEmpty || Trigger.Resources.Contains(kind)) && Playbook.Steps.Any(s => kindsOfRemediation.Of(s.Remediation).Contains(kind, StringComparer.Ordinal));

    /// <summary>The one resource under which people are told: the first that fits, or the account where the finding names none.</summary>
    private ImmutableArray<ResourceRef> Subject(Finding finding) =>
        finding.Resources.FirstOrDefault(r => IsAboutAnything ? HasId(r.Id) : ActsOn(r) && IsMeant(r)) is { } subject ? [subject]
        : IsAboutAnything && Trigger.Tags.IsEmpty && Trigger.Ids.IsEmpty ? [new ResourceRef(ResourceKinds.Account, finding.Account)]
        : [];

    private bool IsMeant(ResourceRef resource) => HasId(resource.Id) && HasTags(resource);

    private bool HasId(string id) => Ids.Length == 0 || Array.Exists(Ids, p => p.Matches(id));

    private bool HasTags(ResourceRef resource) => Trigger.Tags.IsEmpty
        || (resource.Tags is { } tags && Trigger.Tags.All(wanted => tags.TryGetValue(wanted.Key, out var value) && (wanted.Value == "*" || wanted.Value == value)));

    private static string Affected(Finding finding) =>
        finding.Resources.Where(r => r.Involvement == Involvement.Affected).Select(r => r.Kind).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } kinds
            ? $"is about {Listed(kinds)}"
            : "names no affected resource";

    private static string Listed(IEnumerable<string> kinds) => string.Join(", ", kinds.Order(StringComparer.Ordinal));

    private static string Lower<T>(T value) => $"{value}".ToLowerInvariant();
}
