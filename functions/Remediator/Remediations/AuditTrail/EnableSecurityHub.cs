using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Enables Security Hub where it was disabled.</summary>
/// <remarks>What a hub was set up with is gone with it: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-disable.html</remarks>
public sealed class EnableSecurityHub : Remediation<NoOptions, AuditSwitch>
{
    public override string Name => "enable-security-hub";

    public override string Summary => "Enable Security Hub where it was disabled, with AWS's default standards.";

    public override string Undo => "nothing: it stays on";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Account];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(HubActivity)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    /// <remarks>A hub that is off has no tags, and of one that is on nothing is changed.</remarks>
    protected override async Task<AuditSwitch> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel) =>
        new(null, HubActivity.Target, await new HubActivity().ReadAsync(context.Aws, HubActivity.Target, cancel).ConfigureAwait(false), TagReading.None);

    protected override TagReading Tags(AuditSwitch observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, AuditSwitch observed) =>
        observed.TurnOn(
            Name, nameof(HubActivity),
            "Standards, controls and automation rules that were set up by hand, and the link to an administrator account, went with the hub and do not come back by this.",
            "Findings of Security Hub's own checks come anew after some hours.");
}
