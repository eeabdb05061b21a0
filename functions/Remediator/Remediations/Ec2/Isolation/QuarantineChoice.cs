using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Planning;

namespace Remediator.Remediations.Isolation;

/// <summary>The quarantine group that one VPC has or gets.</summary>
/// <param name="Existing">Null when it is to be created.</param>
public sealed record QuarantineChoice(string VpcId, string Name, GroupFacts? Existing)
{
    public const string UsualName = "remediator-quarantine";

    /// <summary>Bound by the group's change for those that need the id of a group that does not exist yet.</summary>
    public string Binding => $"quarantine-group-{VpcId}";

    /// <summary>The group id, or the reference to it.</summary>
    public string GroupId => Existing?.Id ?? $"${{{Binding}}}";

    /// <summary>The names that the engine's groups may have, the usual one first.</summary>
    /// <remarks>
    /// Anybody who can create a group can take the usual name, by accident or to block containment. Such a group is never used
    /// or changed; the second name can't be known before the finding exists.
    /// </remarks>
    public static IReadOnlyList<string> Names(string executionId) => [UsualName, $"{UsualName}-{executionId}"];

    /// <summary>The engine's own group, else the first name that is free, else null.</summary>
    /// <remarks>EC2 compares group names without case.</remarks>
    public static QuarantineChoice? For(string vpcId, string executionId, IReadOnlyCollection<GroupFacts> groups)
    {
        var choices = Names(executionId)
            .Select(name => new QuarantineChoice(vpcId, name, groups.FirstOrDefault(g => g.VpcId == vpcId && g.Name.Equals(name, StringComparison.OrdinalIgnoreCase))))
            .ToList();
        return choices.Find(c => c.Existing is { IsOwn: true }) ?? choices.Find(c => c.Existing is null);
    }

    /// <summary>For people, where it is not the usual group.</summary>
    public string? Note => Name == UsualName ? null : $"A group named {UsualName} in {VpcId} is not Remediator's own and was left alone.";

    public Target Target => new("AWS::EC2::SecurityGroup", $"{VpcId}/{Existing?.Name ?? Name}");

    /// <summary>Makes the group, or empties it; what is put into it waits for a later stage.</summary>
    public Change Prepared(string step, int stage) => new()
    {
        Step = step,
        Attribute = nameof(QuarantineGroup),
        Target = Target,
        Before = Existing is { } found ? QuarantineGroupValue.Of(found.Id, found.Rules) : AttributeValue.Absent,
        After = Existing is { } own ? QuarantineGroupValue.Of(own.Id, []) : QuarantineGroupValue.Empty,
        Phase = Phase.Contain,
        Stage = stage,
        Keep = true,
        Binds = Existing is null ? Binding : null,
        Note = Note,
    };
}
