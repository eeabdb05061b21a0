using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Deletes the console password of an IAM user, which nobody can put back.</summary>
public sealed class RemoveLoginProfile : Remediation<NoOptions, RemoveLoginProfile.Observed>
{
    public override string Name => "remove-login-profile";

    public override string Summary => "Delete the console password of an IAM user; cannot be undone.";

    public override bool IsIrreversible => true;

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.User, ResourceKinds.AccessKey];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ConsolePassword)];

    public override IReadOnlyList<Permission> ObservePermissions => UserSubject.Permissions;

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var user = await UserSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        return new Observed(user, user.Unfit is null ? await new ConsolePassword().ReadAsync(context.Aws, ConsolePassword.TargetOf(user.Name), cancel).ConfigureAwait(false) : default);
    }

    protected override TagReading Tags(Observed observed) => observed.User.Reading;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed) =>
        observed.User.Unfit is { } reason ? new StepPlan.NotApplicable(reason)
        : new StepPlan.Planned(
            [new Change
            {
                Step = Name,
                Attribute = nameof(ConsolePassword),
                Target = ConsolePassword.TargetOf(observed.User.Name),
                Before = observed.Password,
                After = AttributeValue.Absent,
                Phase = Phase.Credentials,
                Irreversible = true,
                Note = $"{observed.User.Name} needs a new password from an administrator to sign in again.",
            }],
            "Console sessions that are open go on until they end: deny-user stops those too.",
            "Access keys go on working.");

    /// <summary>What was read.</summary>
    /// <param name="User">The user, or why there is none.</param>
    /// <param name="Password">When its password was set up.</param>
    public sealed record Observed(UserSubject User, AttributeValue Password);
}
