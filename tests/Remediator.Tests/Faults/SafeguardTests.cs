using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Matrix;

namespace Remediator.Tests.Faults;

/// <summary>The matrix notices when a safeguard is gone: each is taken away from outside, and a cell turns red.</summary>
public sealed class SafeguardTests
{
    [Fact]
    public void Without_the_fence_an_overtaken_worker_writes_its_outcome() =>
        TurnsRed("block-public-bucket, respond", FaultKind.LeaseExpired, new WithoutFence(), "Contained");

    [Fact]
    public void Without_the_recorded_plan_a_release_does_not_restore() =>
        TurnsRed("tag-resource", FaultKind.KilledAfter, new WithoutRecordedPlan(), "");

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

    private static void TurnsRed(string row, FaultKind fault, Sabotage sabotage, string complaint)
    {
        var rows = MatrixRun.Rows(row);
        Assert.NotEmpty(rows);
        var failures = MatrixRun.Run(rows, [fault], sabotage).SelectMany(c => c.Failures).SelectMany(f => f.Complaints).ToList();

        Assert.Contains(failures, f => f.Contains(complaint, StringComparison.Ordinal));
        Assert.DoesNotContain(MatrixRun.Run(rows, [fault], Sabotage.None).SelectMany(c => c.Failures).SelectMany(f => f.Complaints), f => complaint.Length > 0 && f.Contains(complaint, StringComparison.Ordinal));
    }
}
