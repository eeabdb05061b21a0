using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Signs a user of a Cognito user pool out everywhere and disables it.</summary>
public sealed class DisableCognitoUser : Remediation<NoOptions, DisableCognitoUser.Observed>
{
    public override string Name => "disable-cognito-user";

    public override string Summary => "Sign a user of a Cognito user pool out everywhere and disable it.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.UserPoolUser];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(CognitoUserStatus)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var (pool, user) = (context.Resource.Detail(ResourceDetails.UserPoolId), context.Resource.Id);
        if (!IsPool(pool) || user.Length is < 1 or > 128)
        {
            return new Observed("the finding does not name the user pool and the user by valid ids", default, default);
        }

        var target = CognitoUserStatus.TargetOf(pool!, user);
        var status = await new CognitoUserStatus().ReadAsync(context.Aws, target, cancel).ConfigureAwait(false);
        return new Observed(status.IsAbsent ? $"there is no user {user} in the pool {pool} (any more)" : null, target, status);
    }

    /// <summary>Users of a pool have no tags.</summary>
    protected override TagReading Tags(Observed observed) => TagReading.None;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed) =>
        observed.Unfit is { } reason ? new StepPlan.NotApplicable(reason)
        : new StepPlan.Planned(
            [new Change
            {
                Step = Name,
                Attribute = nameof(CognitoUserStatus),
                Target = observed.Target,
                Before = observed.Status,
                After = CognitoUserStatus.Disabled,
                Phase = Phase.Contain,
                Note = "A release lets the user sign in again; it does not bring back sessions.",
            }],
            "Applications that check tokens by their signature alone take those that are out until they expire.",
            "AWS credentials that the user got from an identity pool work until they expire: use cut-role-sessions on the role.");

    /// <summary>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html</summary>
    private static bool IsPool(string? text) =>
        text?.Split('_') is [{ Length: > 0 } region, { Length: > 0 and <= 40 } id] && region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && id.All(char.IsAsciiLetterOrDigit);

    /// <summary>What was read.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Target">The user in its pool.</param>
    /// <param name="Status">Whether it may sign in.</param>
    public sealed record Observed(string? Unfit, Target Target, AttributeValue Status);
}
