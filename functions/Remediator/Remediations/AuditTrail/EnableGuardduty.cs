using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Enables a GuardDuty detector that was suspended; it comes back with the features that it had.</summary>
public sealed class EnableGuardduty : Remediation<NoOptions, AuditSwitch>
{
    public override string Name => "enable-guardduty";

    public override string Summary => "Enable a GuardDuty detector that was suspended.";

    public override string Undo => "nothing: it stays on";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Detector];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(DetectorActivity)];

    public override IReadOnlyList<Permission> ObservePermissions => DetectorSubject.Permissions;

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<AuditSwitch> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var detector = await DetectorSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        return detector.Unfit is { } reason
            ? AuditSwitch.None(reason)
            : new AuditSwitch(null, DetectorActivity.TargetOf(context.Resource.Id), DetectorActivity.Of(detector.Live!), detector.Tags);
    }

    protected override TagReading Tags(AuditSwitch observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, AuditSwitch observed) =>
        observed.TurnOn(Name, nameof(DetectorActivity), "Features of GuardDuty that were switched off one by one are for restore-guardduty-features.");
}
