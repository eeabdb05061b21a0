using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Makes the credentials of an IAM user Inactive that are no access keys: for single services (Bedrock API keys), SSH keys, signing certificates.</summary>
public sealed class DisableUserCredentials : Remediation<NoOptions, DisableUserCredentials.Observed>
{
    public override string Name => "disable-user-credentials";

    public override string Summary => "Make service-specific credentials (Bedrock API keys), SSH keys and signing certificates of an IAM user Inactive.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.User, ResourceKinds.AccessKey];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(UserCredentialStatus)];

    public override IReadOnlyList<Permission> ObservePermissions => UserSubject.Permissions;

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var user = await UserSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        return new Observed(user, user.Unfit is null ? [.. await UserCredential.ListAsync(context.Aws, user.Name, cancel).ConfigureAwait(false)] : []);
    }

    protected override TagReading Tags(Observed observed) => observed.User.Reading;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed) =>
        observed.User.Unfit is { } reason ? new StepPlan.NotApplicable(reason)
        : observed.Credentials.IsEmpty ? new StepPlan.NotApplicable($"the user {observed.User.Name} has no service-specific credentials, SSH keys or signing certificates")
        : new StepPlan.Planned(observed.Credentials.Select(Change), "IAM changes can take a few minutes to be in force everywhere.");

    /// <summary>Only an Active one changes: an expired one is disabled, and an undo must not bring it back.</summary>
    private Change Change(UserCredential credential)
    {
        var before = AttributeValue.Of(credential.Status);
        return new Change
        {
            Step = Name,
            Attribute = nameof(UserCredentialStatus),
            Target = UserCredentialStatus.TargetOf(credential),
            Before = before,
            After = before == UserCredentialStatus.Active ? UserCredentialStatus.Inactive : before,
            Phase = Phase.Contain,
            Note = credential.Label,
        };
    }

    /// <summary>What was read.</summary>
    /// <param name="User">The user, or why there is none.</param>
    /// <param name="Credentials">All that it has of the three kinds.</param>
    public sealed record Observed(UserSubject User, ImmutableArray<UserCredential> Credentials);
}
