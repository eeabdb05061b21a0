using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Cancels the deletion of a KMS key and enables it: without the key, everything that it encrypted is lost.</summary>
public sealed class RestoreKey : Remediation<RestoreKeyOptions, KeyFacts>
{
    public override string Name => "restore-key";

    public override string Summary => "Cancel the deletion of a KMS key, and enable it.";

    public override string Undo => "a key that was disabled is disabled again; a deletion is never scheduled again";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Key];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(KeyState)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("kms:ListResourceTags", "arn:{partition}:kms:{region}:{account}:key/{keyId}")];

    public override JsonTypeInfo OptionsInfo => RestoreKeyJsonContext.Default.RestoreKeyOptions;

    protected override async Task<KeyFacts> ReadAsync(ObserveContext context, RestoreKeyOptions options, CancellationToken cancel) =>
        await KeyFacts.ReadAsync(context, cancel).ConfigureAwait(false);

    protected override TagReading Tags(KeyFacts observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, RestoreKeyOptions options, KeyFacts observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var wasToBeDeleted = observed.State == KeyState.PendingDeletion;
        var change = new Change
        {
            Step = Name,
            Attribute = nameof(KeyState),
            Target = KeyState.TargetOf(observed.KeyId),
            Before = observed.State,
            After = options.Enable ? KeyState.Enabled : wasToBeDeleted ? KeyState.Disabled : observed.State,
            Phase = Phase.Contain,
            Keep = wasToBeDeleted,
            Note = wasToBeDeleted ? "A release leaves the key as it then is: Remediator never schedules the deletion of a key." : null,
        };
        return new StepPlan.Planned([change], "Whoever scheduled the deletion or disabled the key can do it again: contain the principal too.");
    }
}
