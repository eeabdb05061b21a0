using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Takes a role out of service: its sessions are cut, nobody may assume it, and a boundary denies whatever it still would allow.</summary>
/// <remarks>
/// Each of the three covers what the others leave: the cut stops the sessions that are out there; the trust policy stops new ones,
/// which a cut by time of issue does not; the boundary stops those that are issued while the trust policy is not yet known everywhere.
/// </remarks>
public sealed class QuarantineRole : Remediation<QuarantineRoleOptions, QuarantineRole.Observed>
{
    public override string Name => "quarantine-role";

    public override string Summary => "Cut the sessions of a role, let nobody assume it, and bound it to nothing.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Role];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(RoleSessionCutoff), nameof(RoleTrustPolicy), nameof(RolePermissionsBoundary)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = IamArns.OnRole("iam:GetRole");

    public override JsonTypeInfo OptionsInfo => QuarantineRoleJsonContext.Default.QuarantineRoleOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, QuarantineRoleOptions options, CancellationToken cancel) =>
        new(IamNames.IsRoleName(context.Resource.Id)
            ? await RoleState.ReadAsync(context.Aws, context.Resource.Id, context.Plan.ExecutionId, cancel).ConfigureAwait(false)
            : null);

    protected override TagReading Tags(Observed observed) => observed.Role is { } role ? new TagReading.Known(role.Tags) : TagReading.None;

    public override StepPlan Plan(PlanContext context, QuarantineRoleOptions options, Observed observed)
    {
        if (observed.Role is not { } role)
        {
            return new StepPlan.NotApplicable(
                IamNames.IsRoleName(context.Resource.Id) ? $"there is no role {context.Resource.Id} (any more)" : "the finding does not name the role by a valid IAM role name");
        }

        if ((role.Unmodifiable ?? role.Lifeline) is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        if (IamNames.AssumedRole(context.Resource.Detail(ResourceDetails.PrincipalId)) is { } principal && principal.RoleId != role.RoleId)
        {
            return new StepPlan.NotApplicable($"the role {role.Name} of the finding ({principal.RoleId}) was deleted, and another ({role.RoleId}) was made under its name: it is not touched");
        }

        var deleted = RoleTrustPolicy.DeletedPrincipals(role.Trust);
        var closes = options.Trust && deleted.Count == 0;
        var bounds = options.Boundary || (options.Trust && !closes);
        List<Change> changes = [Cut(context, role)];
        if (closes)
        {
            changes.Add(Change(nameof(RoleTrustPolicy), RoleTrustPolicy.TargetOf(role.Name), role.Trust, RoleTrustPolicy.Closed, Phase.Contain));
        }

        if (bounds)
        {
            changes.Add(Change(nameof(RolePermissionsBoundary), RolePermissionsBoundary.TargetOf(role.Name), role.Boundary, RolePermissionsBoundary.DenyAll(context.Finding.Partition), Phase.Contain));
        }

        return new StepPlan.Planned(changes, Survivors(role, closes, bounds, deleted));
    }

    /// <summary>A cut that this execution made before stands, unless the finding has seen the role at work since.</summary>
    private Change Cut(PlanContext context, RoleState role)
    {
        var stands = RoleSessionCutoff.Instant(role.Cutoff) is { } cut && cut >= (context.Finding.UpdatedAt ?? DateTimeOffset.MinValue);
        var after = stands ? role.Cutoff : RoleSessionCutoff.IssuedBefore(context.Now + CutRoleSessions.Margin);
        return Change(nameof(RoleSessionCutoff), RoleSessionCutoff.TargetOf(role.Name, context.ExecutionId), role.Cutoff, after, Phase.Credentials) with
        {
            Note = "Everything that works with this role stops until this is undone.",
        };
    }

    private Change Change(string attribute, Target target, AttributeValue before, AttributeValue after, Phase phase) => new()
    {
        Step = Name,
        Attribute = attribute,
        Target = target,
        Before = before,
        After = after,
        Phase = phase,
    };

    private static IEnumerable<string> Survivors(RoleState role, bool closes, bool bounds, IReadOnlyList<string> deleted)
    {
        if (deleted.Count > 0)
        {
            yield return $"The trust policy of {role.Name} names principals that were deleted ({string.Join(", ", deleted)}), and IAM would not take it back: it is left as it is"
                + (bounds ? ", and the boundary denies everything to whoever assumes the role." : ".");
        }
        else if (!closes)
        {
            yield return bounds
                ? "The role can still be assumed; the boundary denies everything to its sessions."
                : "Whoever may assume the role can get a new session a minute later: check the role's trust policy.";
        }

        yield return "Sessions of other roles that were assumed with these sessions (role chaining) work until they expire.";
        yield return "IAM changes can take a few minutes to be in force everywhere.";
    }

    /// <summary>What was read.</summary>
    /// <param name="Role">Null when there is no such role.</param>
    public sealed record Observed(RoleState? Role);
}
