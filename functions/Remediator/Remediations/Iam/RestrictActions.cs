using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Denies some actions to a user or role, and leaves it all others.</summary>
public sealed class RestrictActions : Remediation<RestrictActionsOptions, RestrictActions.Observed>
{
    public override string Name => "restrict-actions";

    public override string Summary => "Deny some actions to an IAM user or role and leave it all others.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.User, ResourceKinds.AccessKey, ResourceKinds.Role];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(UserRestriction), nameof(RoleRestriction)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [.. UserSubject.Permissions, .. IamArns.OnRole("iam:GetRole")];

    public override JsonTypeInfo OptionsInfo => RestrictActionsJsonContext.Default.RestrictActionsOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, RestrictActionsOptions options, CancellationToken cancel)
    {
        var (resource, execution) = (context.Resource, context.Plan.ExecutionId);
        if (resource.Kind == ResourceKinds.Role)
        {
            var target = RoleRestriction.TargetOf(resource.Id, execution);
            var denied = IamNames.IsRoleName(resource.Id) ? new RoleRestriction().ReadAsync(context.Aws, target, cancel) : Task.FromResult(AttributeValue.Absent);
            var role = IamNames.IsRoleName(resource.Id) ? RoleState.ReadAsync(context.Aws, resource.Id, execution, cancel) : Task.FromResult<RoleState?>(null);
            await Task.WhenAll(denied, role).ConfigureAwait(false);
            return OfRole(resource, await role.ConfigureAwait(false), target, await denied.ConfigureAwait(false));
        }

        var user = await UserSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        if (user.Unfit is { } reason)
        {
            return new Observed(reason, "", default, default, TagReading.None);
        }

        var ofUser = UserRestriction.TargetOf(user.Name, execution);
        return new Observed(null, nameof(UserRestriction), ofUser, await new UserRestriction().ReadAsync(context.Aws, ofUser, cancel).ConfigureAwait(false), user.Reading);
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, RestrictActionsOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        if (DeniedActions.Fault(options.Actions) is { } fault)
        {
            return new StepPlan.NotApplicable(fault);
        }

        var change = new Change
        {
            Step = Name,
            Attribute = observed.Attribute,
            Target = observed.Target,
            Before = observed.Denied,
            After = Restriction.Of(options.Actions),
            Phase = Phase.Contain,
        };
        return new StepPlan.Planned(
            [change],
            "Everything else that the principal may do it still can, getting other credentials included.",
            "IAM changes can take a few minutes to be in force everywhere.");
    }

    private static Observed OfRole(ResourceRef resource, RoleState? role, Target target, AttributeValue denied)
    {
        var other = IamNames.AssumedRole(resource.Detail(ResourceDetails.PrincipalId)) is { } principal && role is not null && principal.RoleId != role.RoleId;
        var unfit = !IamNames.IsRoleName(resource.Id) ? "the finding does not name the role by a valid IAM role name"
            : role is null ? $"there is no role {resource.Id} (any more)"
            : other ? $"the role {resource.Id} of the finding was deleted, and another ({role.RoleId}) was made under its name: it is not touched"
            : role.Unmodifiable;
        return new Observed(unfit, nameof(RoleRestriction), target, denied, role is null ? TagReading.None : new TagReading.Known(role.Tags));
    }

    /// <summary>What was read.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Attribute">The user's or the role's.</param>
    /// <param name="Target">Where this execution's policy is.</param>
    /// <param name="Denied">That policy as it is.</param>
    /// <param name="Tags">Tags of the user or role.</param>
    public sealed record Observed(string? Unfit, string Attribute, Target Target, AttributeValue Denied, TagReading Tags);
}
