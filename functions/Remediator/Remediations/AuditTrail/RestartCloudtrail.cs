using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Starts the logging of a trail that was stopped.</summary>
public sealed class RestartCloudtrail : Remediation<NoOptions, AuditSwitch>
{
    public override string Name => "restart-cloudtrail";

    public override string Summary => "Start the logging of a CloudTrail trail that was stopped.";

    public override string Undo => "nothing: it stays on";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Trail];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(TrailLogging)];

    public override IReadOnlyList<Permission> ObservePermissions => TrailSubject.Permissions;

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<AuditSwitch> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var target = TrailLogging.TargetOf(context.Resource.Id);
        var trail = await TrailSubject.ReadAsync(context, cancel).ConfigureAwait(false);
        return trail.Unfit is { } reason
            ? AuditSwitch.None(reason)
            : new AuditSwitch(null, target, await new TrailLogging().ReadAsync(context.Aws, target, cancel).ConfigureAwait(false), trail.Tags);
    }

    protected override TagReading Tags(AuditSwitch observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, AuditSwitch observed)
    {
        var logs = observed.Unfit is null && observed.On == AttributeValue.Of(true);
        return context.Finding.Type switch
        {
            "CloudTrail:UpdateTrail" when logs =>
                new StepPlan.NotApplicable("the trail logs; its settings are for restore-trail-settings to put back"),
            "CloudTrail:UpdateTrail" => observed.TurnOn(Name, nameof(TrailLogging), "The settings of the trail were changed too: they are for restore-trail-settings to put back."),
            "CloudTrail:PutEventSelectors" when logs => new StepPlan.NotApplicable("the trail logs; what it records is for restore-trail-selectors to put back"),
            _ => observed.TurnOn(Name, nameof(TrailLogging)),
        };
    }
}
