using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.GuardDuty;
using Amazon.GuardDuty.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Enables a GuardDuty detector that was suspended; it comes back with the features that it had.</summary>
public sealed class EnableGuardduty : Remediation<EnableGuarddutyOptions, AuditSwitch>
{
    public override string Name => "enable-guardduty";

    public override string Summary => "Enable a GuardDuty detector that was suspended.";

    public override string Undo => "nothing: it stays on";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Detector];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(DetectorActivity)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("guardduty:ListDetectors")];

    public override JsonTypeInfo OptionsInfo => EnableGuarddutyJsonContext.Default.EnableGuarddutyOptions;

    protected override async Task<AuditSwitch> ReadAsync(ObserveContext context, EnableGuarddutyOptions options, CancellationToken cancel)
    {
        var (id, guardDuty) = (context.Resource.Id, context.Aws.Client<IAmazonGuardDuty>());
        if (!ResourceIdShape.Fits(ResourceKinds.Detector, id))
        {
            return AuditSwitch.None("the finding does not name a detector by its id");
        }

        // A Region has one detector at most; one that was deleted answers like one of somebody else, so the list decides.
        var listed = await guardDuty.ListDetectorsAsync(new ListDetectorsRequest(), cancel).ConfigureAwait(false);
        if (!(listed.DetectorIds ?? []).Contains(id, StringComparer.Ordinal))
        {
            return AuditSwitch.None($"there is no detector {id} in {context.Aws.Region} of account {context.Aws.Account} (any more): GuardDuty must be set up again by hand");
        }

        var detector = await guardDuty.GetDetectorAsync(new GetDetectorRequest { DetectorId = id }, cancel).ConfigureAwait(false);
        var tags = (detector.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);
        return new AuditSwitch(null, DetectorActivity.TargetOf(id), DetectorActivity.Of(detector), new TagReading.Known(tags));
    }

    protected override TagReading Tags(AuditSwitch observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, EnableGuarddutyOptions options, AuditSwitch observed) =>
        observed.TurnOn(Name, nameof(DetectorActivity), "Features of GuardDuty that were switched off one by one stay off.");
}
