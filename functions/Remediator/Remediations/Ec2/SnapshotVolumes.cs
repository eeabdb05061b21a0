using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Snapshots;

namespace Remediator.Remediations;

/// <summary>Takes one crash-consistent set of snapshots of all EBS volumes of an instance, and keeps it.</summary>
public sealed class SnapshotVolumes : Remediation<NoOptions, InstanceVolumes>
{
    public override string Name => "snapshot-volumes";

    public override string Summary => "Takes snapshots of all EBS volumes of an EC2 instance at one point in time, as evidence that a release keeps.";

    public override string Undo => "nothing: evidence stays";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(InstanceSnapshots)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances")];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    public override StepPlan Plan(PlanContext context, NoOptions options, InstanceVolumes observed)
    {
        var id = context.Resource.Id;
        if (observed.State is null)
        {
            return new StepPlan.NotApplicable($"there is no instance {id} in {context.Finding.Region} of account {context.Finding.Account}");
        }

        if (observed.Volumes.IsEmpty)
        {
            return new StepPlan.NotApplicable($"instance {id} is {observed.State} and has no EBS volumes: an instance store can't be copied from outside");
        }

        var wanted = InstanceSnapshots.Wanted(context.Finding.Id, observed.Volumes);
        var change = new Change
        {
            Step = Name,
            Attribute = nameof(InstanceSnapshots),
            Target = InstanceSnapshots.Of(id, context.ExecutionId),
            Before = observed.Snapshots,
            After = new InstanceSnapshots().Matches(observed.Snapshots, wanted) ? observed.Snapshots : wanted,
            Phase = Phase.Evidence,
            Keep = true,
        };
        return new StepPlan.Planned([change], "Memory and instance store are not copied; the snapshots show the disks as after a power cut.");
    }

    protected override async Task<InstanceVolumes> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var snapshots = new InstanceSnapshots().ReadAsync(context.Aws, InstanceSnapshots.Of(context.Resource.Id, context.Plan.ExecutionId), cancel);
        var instance = context.InstanceAsync(cancel);
        await Task.WhenAll(snapshots, instance).ConfigureAwait(false);
        return instance.Result is { } found
            ? new InstanceVolumes(
                found.State?.Name?.Value ?? "unknown",
                [.. (found.BlockDeviceMappings ?? []).Select(m => m.Ebs?.VolumeId).OfType<string>()],
                (found.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal),
                snapshots.Result)
            : new InstanceVolumes(null, [], ImmutableDictionary<string, string>.Empty, AttributeValue.Absent);
    }

    protected override TagReading Tags(InstanceVolumes observed) => new TagReading.Known(observed.Tags);
}
