using System.Collections.Immutable;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Remediations.Snapshots;

namespace Remediator.Tests.Remediations.Ec2;

/// <summary>The plan alone: no AWS.</summary>
public sealed class SnapshotVolumesTests
{
    private static readonly InstanceVolumes Two = new("running", ["vol-b", "vol-a"], ImmutableDictionary<string, string>.Empty, AttributeValue.Absent);

    [Fact]
    public void Wants_a_snapshot_of_every_volume_and_keeps_it_on_release()
    {
        var change = Assert.Single(Assert.IsType<StepPlan.Planned>(Plan(Two)).Changes);

        Assert.Equal($$"""{"finding":"{{Some.Finding().Id}}","volumes":["vol-a","vol-b"]}""", change.After.Json);
        Assert.Equal($"{Some.InstanceId}/rx-1", change.Target.Id);
        Assert.Equal(Phase.Evidence, change.Phase);
        Assert.True(change.Keep);
    }

    [Fact]
    public void Wants_nothing_when_this_execution_has_them_already()
    {
        var plan = Plan(Two with { Snapshots = AttributeValue.Parse("""{"snapshots":{"vol-a":"snap-1","vol-b":"snap-2"}}""") });

        Assert.True(Assert.IsType<StepPlan.Planned>(plan).AlreadyCompliant);
    }

    [Fact]
    public void Wants_all_again_when_one_is_missing()
    {
        var plan = Plan(Two with { Snapshots = AttributeValue.Parse("""{"snapshots":{"vol-a":"snap-1"}}""") });

        Assert.False(Assert.IsType<StepPlan.Planned>(plan).AlreadyCompliant);
    }

    [Fact]
    public void Does_not_apply_without_instance_or_volumes()
    {
        Assert.Contains("no instance", Assert.IsType<StepPlan.NotApplicable>(Plan(Two with { State = null })).Reason, StringComparison.Ordinal);
        Assert.Contains("no EBS volumes", Assert.IsType<StepPlan.NotApplicable>(Plan(Two with { Volumes = [] })).Reason, StringComparison.Ordinal);
    }

    private static StepPlan Plan(InstanceVolumes seen) =>
        new SnapshotVolumes().Plan(new PlanContext(Some.Finding(), Some.Instance(), "rx-1", Some.Time), new NoOptions(), seen);
}
