using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Denies everything to an IAM user, and leaves its keys and its password as they are.</summary>
public sealed class DenyUser : Remediation<NoOptions, DenyUser.Observed>
{
    public override string Name => "deny-user";

    public override string Summary => "Deny everything to an IAM user; its keys, console sessions and temporary sessions stop with it.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.User, ResourceKinds.AccessKey];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(UserDenyPolicy)];

    public override IReadOnlyList<Permission> ObservePermissions => UserSubject.Permissions;

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var user = await UserSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        return new Observed(user, user.Unfit is null ? await new UserDenyPolicy().ReadAsync(context.Aws, UserDenyPolicy.TargetOf(user.Name), cancel).ConfigureAwait(false) : default);
    }

    protected override TagReading Tags(Observed observed) => observed.User.Reading;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        if (observed.User.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(UserDenyPolicy),
            Target = UserDenyPolicy.TargetOf(observed.User.Name),
            Before = observed.Deny,
            After = UserDenyPolicy.DenyAll,
            Phase = Phase.Contain,
        };
        return new StepPlan.Planned(
            [change],
            $"Sessions of roles that {observed.User.Name} has assumed work until they expire: use cut-role-sessions on those roles.",
            "Keys and password stay as they are: whoever removes the deny policy gives them their power back.",
            "IAM changes can take a few minutes to be in force everywhere.");
    }

    /// <summary>What was read.</summary>
    /// <param name="User">The user, or why there is none.</param>
    /// <param name="Deny">The engine's deny policy on it.</param>
    public sealed record Observed(UserSubject User, AttributeValue Deny);
}
