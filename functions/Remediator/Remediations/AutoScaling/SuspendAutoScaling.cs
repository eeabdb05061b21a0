using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Keeps an Auto Scaling group from launching the compromised image again.</summary>
public sealed class SuspendAutoScaling : Remediation<SuspendAutoScalingOptions, ScalingFacts>
{
    private const string Launch = "Launch";
    private const string Terminate = "Terminate";

    public override string Name => "suspend-auto-scaling";

    public override string Summary => "Stops an Auto Scaling group, or that of an instance, from launching instances; what runs goes on running.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.AutoScalingGroup, ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ScalingProcesses)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances"), new("autoscaling:DescribeAutoScalingInstances")];

    /// <remarks>A group at its smallest size replaces an instance that is taken out of it by another of the same image.</remarks>
    public override bool GoesFirst => true;

    public override JsonTypeInfo OptionsInfo => SuspendAutoScalingJsonContext.Default.SuspendAutoScalingOptions;

    public override StepPlan Plan(PlanContext context, SuspendAutoScalingOptions options, ScalingFacts observed)
    {
        if (observed.Name is not { } group)
        {
            return new StepPlan.NotApplicable(
                context.Resource.Kind == ResourceKinds.Instance ? $"instance {context.Resource.Id} is in no Auto Scaling group" : $"there is no Auto Scaling group {context.Resource.Id} (any more)");
        }

        string[] processes = options.Stop switch
        {
            ScalingStop.Launch => [Launch],
            ScalingStop.LaunchAndTerminate => [Launch, Terminate],
            _ => throw new InvalidOperationException($"unknown option stop: {options.Stop}"),
        };
        var change = new Change
        {
            Step = Name,
            Attribute = nameof(ScalingProcesses),
            Target = new Target(ResourceKinds.AutoScalingGroup, group),
            Before = observed.Suspended,
            After = AttributeValue.OfSet(observed.Suspended.ToStrings().Concat(processes)),
            Phase = Phase.Contain,
            Note = "The group no longer replaces instances that fail or grows with its load.",
        };
        return new StepPlan.Planned([change], "Instances that the group runs already go on running, with whatever they were launched from.");
    }

    protected override async Task<ScalingFacts> ReadAsync(ObserveContext context, SuspendAutoScalingOptions options, CancellationToken cancel)
    {
        var none = ImmutableDictionary<string, string>.Empty;
        var isInstance = context.Resource.Kind == ResourceKinds.Instance;
        var instance = isInstance ? context.InstanceAsync(cancel) : null;
        var name = isInstance ? (await context.AutoScalingAsync(cancel).ConfigureAwait(false))?.GroupName : context.Resource.Id;
        var tags = instance is null ? none : InstanceReads.TagsOf(await instance.ConfigureAwait(false));
        if (name is null || await ScalingProcesses.FindAsync(context.Aws, name, cancel).ConfigureAwait(false) is not { } group)
        {
            return new ScalingFacts(null, AttributeValue.Absent, none, tags);
        }

        var groupTags = (group.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);
        return new ScalingFacts(name, ScalingProcesses.Of(group), groupTags, isInstance ? tags : groupTags);
    }

    protected override TagReading Tags(ScalingFacts observed) => new TagReading.Known(observed.Tags);

    protected override IEnumerable<TouchedResource> Touched(ScalingFacts observed) =>
        observed.Name is { } name ? [new TouchedResource(ResourceKinds.AutoScalingGroup, name, observed.GroupTags)] : [];
}
