using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Matrix;

namespace Remediator.Tests.Faults;

/// <summary>The matrix notices when a safeguard is gone: each is taken away from outside, and a cell turns red.</summary>
public sealed class SafeguardTests
{
    [Fact]
    public void Without_the_fence_an_overtaken_worker_writes_its_outcome() =>
        TurnsRed("block-public-bucket, respond", FaultKind.LeaseExpired, new WithoutFence(), "2 times Contained");

    [Fact]
    public void Without_the_recorded_plan_a_release_does_not_restore() =>
        TurnsRed("tag-resource, respond", FaultKind.KilledAfter, new WithoutRecordedPlan(), "after Release");

    [Fact]
    public void Without_reading_back_a_success_is_claimed_that_is_none() =>
        TurnsRed("block-public-bucket, respond", FaultKind.WithoutEffect, new WithoutReadBack(), "recorded as Verified, but");

    [Fact]
    public void Without_the_hash_of_the_plan_what_nobody_approved_is_applied() =>
        TurnsRed("approve, plan changed", FaultKind.ErrorBefore, new WithoutPlanHash(), "that nobody approved");

    [Fact]
    public void Without_the_lease_of_the_resource_two_playbooks_work_on_it_at_once() =>
        TurnsRed("two playbooks on one instance", FaultKind.Duplicate, new WithoutResourceLease(), "held the resource");

    [Fact]
    public void Without_giving_the_lease_back_a_soak_tells_who_holds_it() =>
        Assert.Contains(
            Soak.Run(3, seed: 20, new WithoutGivingBack()).SelectMany(o => o.Complaints),
            c => c.Contains("holds the lease although nothing kept it from giving it back", StringComparison.Ordinal));

    /// <param name="complaint">What the missing safeguard leads to: any complaint at all could be the simulation's own.</param>
    private static void TurnsRed(string row, FaultKind fault, Sabotage sabotage, string complaint)
    {
        Assert.NotEmpty(complaint);
        var rows = MatrixRun.Rows(row);
        var (spoiled, whole) = (Failures(rows, fault, sabotage), Failures(rows, fault, Sabotage.None));

        Assert.Contains(spoiled, f => f.Contains(complaint, StringComparison.Ordinal));
        Assert.True(whole.Count == 0, string.Join('\n', whole));
    }

    private static List<string> Failures(IReadOnlyList<IRow> rows, FaultKind fault, Sabotage sabotage)
    {
        var cells = MatrixRun.Run(rows, [fault], sabotage);
        Assert.NotEmpty(cells);
        return [.. cells.SelectMany(c => c.Failures, (c, f) => $"{c.Row}, {c.Fault} at {f.Position} {f.Call}: {string.Join("; ", f.Complaints)}")];
    }
}
