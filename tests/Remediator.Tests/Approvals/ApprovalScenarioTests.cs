using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Tests.Support;

namespace Remediator.Tests.Approvals;

/// <summary>From the question to the change: what people approve is what is applied, and nothing else.</summary>
public sealed partial class ApprovalScenarioTests
{
    private static readonly ApprovalTerms Two = ApprovalTerms.Usual with { Quorum = 2 };
    private static readonly ApprovalTerms Silence = new(1, TimeSpan.FromHours(4), ExpiryDefault.Proceed);

    [Fact]
    public async Task An_approved_plan_is_applied_and_verified()
    {
        await using var run = await ApprovalRun.StartAsync();
        var asked = await run.AskAsync();
        Assert.Equal(0, run.Changes);
        Assert.Equal([NoticeKind.ApprovalNeeded], run.News);

        var decided = await run.ApproveAsync(why: "looked at it");
        Assert.Equal(ExecutionState.AwaitingApproval, decided.State);
        Assert.Equal(0, run.Changes);

        var done = await run.ResumeAsync();
        Assert.Equal(ExecutionState.Verified, done.State);
        Assert.Equal(PublicAccessBlock.All, run.Sandbox.Account.Buckets[ApprovalRun.Bucket].PublicAccessBlock);
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.Contained], run.News);
        Assert.Equal(asked.Approval!.Hash, done.Approval!.Hash);
        Assert.False(done.Approval.IsOpen);
    }

    [Fact]
    public async Task A_decision_is_in_the_audit_with_who_when_why_and_the_hash()
    {
        await using var run = await ApprovalRun.StartAsync();
        var asked = await run.AskAsync();
        run.Time.Advance(TimeSpan.FromMinutes(3));
        await run.ApproveAsync("alice", "known bucket");

        var entry = (await run.Ledger.ListAuditAsync(asked.Id, default))[^1];

        Assert.Equal("alice", entry.By);
        Assert.Equal(asked.Approval!.Hash, entry.Record.Approval!.Hash);
        Assert.Equal(new ApprovalDecision(DecisionKind.Approve, DecisionWay.Cli, "alice", "known bucket", run.Time.GetUtcNow()), Assert.Single(entry.Record.Approval.Decisions));
    }

    [Fact]
    public async Task A_rejected_plan_is_not_applied_and_stays_rejected_however_often_the_finding_comes()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();

        var rejected = Assert.IsType<DecisionResult.Recorded>(await run.DecideAsync(DecisionKind.Reject, why: "it is a website")).Record;
        Assert.Equal(ExecutionState.Refused, rejected.State);
        run.Finding = run.Finding with { UpdatedAt = Some.Time.AddHours(6), Count = 9 };
        var again = await run.DeliverAsync();

        Assert.Equal(ExecutionState.Refused, again.State);
        Assert.Equal("rejected by alice (it is a website)", again.Verdict!.Because);
        Assert.Equal(0, run.Changes);
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.Refused], run.News);
    }

    [Fact]
    public async Task One_who_has_approved_may_reject_while_another_is_still_waited_for()
    {
        await using var run = await ApprovalRun.StartAsync(Two);
        await run.AskAsync();
        await run.ApproveAsync("alice");

        Assert.IsType<DecisionResult.Recorded>(await run.DecideAsync(DecisionKind.Reject, "alice", "I was wrong"));

        var refused = Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(DecisionKind.Approve, "bob"));
        Assert.Equal("it was rejected already, by alice (I was wrong)", refused.Reason);
        Assert.Equal("you have decided otherwise already, at 2026-07-01 08:10 UTC", Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(DecisionKind.Approve, "alice")).Reason);
        Assert.IsType<DecisionResult.Repeated>(await run.DecideAsync(DecisionKind.Reject, "alice"));
        Assert.Equal((ExecutionState.Refused, 0), ((await run.RecordAsync()).State, run.Changes));
    }

    [Fact]
    public async Task One_person_does_not_stand_for_two_whatever_mode_an_operator_has_set()
    {
        await using var run = await ApprovalRun.StartAsync(Two, PlaybookMode.Observe);
        await run.Controls.PutAsync(new ModeOverride("bucket-public", PlaybookMode.Approve) { By = "alice", Why = "from today on", At = Some.Time }, default);

        var asked = await run.DeliverAsync(PlaybookMode.Enforce);

        Assert.Equal((ExecutionState.AwaitingApproval, 0), (asked.State, run.Changes));
        Assert.Contains("asks for the approval of 2 people, and one person asked", asked.Approval!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_changed_after_the_request_is_not_applied_and_people_are_asked_again_with_what_changed()
    {
        await using var run = await ApprovalRun.StartAsync();
        var first = await run.AskAsync();
        await run.ApproveAsync();
        run.Sandbox.Account.Buckets[ApprovalRun.Bucket].PublicAccessBlock = new PublicAccessBlock(true, false, false, false);

        var second = await run.ResumeAsync();

        Assert.Equal(0, run.Changes);
        Assert.Equal(ExecutionState.AwaitingApproval, second.State);
        Assert.NotEqual(first.Approval!.Hash, second.Approval!.Hash);
        Assert.True(second.Approval.IsPending);
        Assert.Contains("the plan has changed since it was approved by alice, so nothing was applied", second.Verdict!.Because, StringComparison.Ordinal);
        Assert.Contains(second.Approval.Differences, d => d.Contains("now is", StringComparison.Ordinal) && d.Contains("and was", StringComparison.Ordinal));
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.ApprovalNeeded], run.News);

        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
    }

    [Fact]
    public async Task A_playbook_that_changed_after_the_request_asks_again()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.ApproveAsync();
        run.Playbook = run.Playbook with { Version = "v2" };

        var again = await run.ResumeAsync();

        Assert.Equal(ExecutionState.AwaitingApproval, again.State);
        Assert.True(again.Approval!.IsPending);
        Assert.Equal(0, run.Changes);
    }

    [Fact]
    public async Task A_playbook_that_was_taken_away_closes_the_question()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.ApproveAsync();
        var id = (await run.RecordAsync()).Id;
        run.Playbook = run.Playbook with { Id = "another" };

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(run.ResumeAsync);

        Assert.False((await run.Ledger.FindAsync(id, default))!.Approval!.IsOpen);
        Assert.Equal(0, run.Changes);
    }

    [Fact]
    public async Task A_later_update_neither_asks_again_nor_resets_the_time_while_the_plan_is_the_same()
    {
        await using var run = await ApprovalRun.StartAsync();
        var asked = await run.AskAsync();
        run.Time.Advance(TimeSpan.FromHours(6));
        run.Finding = run.Finding with { UpdatedAt = Some.Time.AddHours(6), Count = 4 };

        var later = await run.AskAsync();

        Assert.Equal(asked.Approval!.AskedAt, later.Approval!.AskedAt);
        Assert.Equal(asked.Approval.ExpiresAt, later.Approval.ExpiresAt);
        Assert.Equal([NoticeKind.ApprovalNeeded], run.News);
    }

    [Fact]
    public async Task A_plan_that_depends_on_the_time_is_the_same_an_hour_later_and_cuts_what_was_issued_until_then()
    {
        await using var run = await ApprovalRun.StartAsync();
        run.Sandbox.Account.AddRole("deploy");
        run.Playbook = run.Playbook with { Steps = [new PlaybookStep("cut-role-sessions")] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.Role, "deploy", $"arn:aws:iam::{Some.Account}:role/deploy"));
        var asked = await run.AskAsync();
        run.Time.Advance(TimeSpan.FromHours(1));

        await run.ApproveAsync();
        var done = await run.ResumeAsync();

        Assert.Equal(ExecutionState.Verified, done.State);
        Assert.Equal(asked.Approval!.Hash, done.Approval!.Hash);
        Assert.Contains("2026-07-01T09:11:00Z", Assert.Single(done.Changes).Written!.Value.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quorum_of_two_needs_two_different_people()
    {
        await using var run = await ApprovalRun.StartAsync(Two);
        await run.AskAsync();

        Assert.Equal(1, (await run.ApproveAsync("alice")).Approval!.Missing);
        Assert.IsType<DecisionResult.Repeated>(await run.DecideAsync(DecisionKind.Approve, "alice"));
        Assert.Equal(ExecutionState.AwaitingApproval, (await run.ResumeAsync()).State);
        Assert.Equal(0, run.Changes);

        await run.ApproveAsync("bob");
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
    }

    [Fact]
    public async Task One_of_two_may_reject()
    {
        await using var run = await ApprovalRun.StartAsync(Two);
        await run.AskAsync();
        await run.ApproveAsync("alice");

        await run.DecideAsync(DecisionKind.Reject, "bob", "no");

        Assert.Equal(ExecutionState.Refused, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task A_single_person_who_enforces_does_not_stand_for_two()
    {
        await using var run = await ApprovalRun.StartAsync(Two);

        var asked = await run.DeliverAsync(PlaybookMode.Enforce);

        Assert.Equal(ExecutionState.AwaitingApproval, asked.State);
        Assert.Equal(0, run.Changes);
    }

    [Theory]
    [InlineData(DecisionKind.Approve, "it was approved already, by alice")]
    [InlineData(DecisionKind.Reject, "it was approved already, by alice")]
    public async Task A_second_decision_is_refused(DecisionKind kind, string reason)
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.ApproveAsync();

        Assert.Equal(reason, Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(kind, "bob")).Reason);
        await run.ResumeAsync();
        Assert.Equal(reason, Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(kind, "bob")).Reason);
    }

    [Fact]
    public async Task A_decision_about_another_plan_is_refused()
    {
        await using var run = await ApprovalRun.StartAsync();
        var asked = await run.AskAsync();

        Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(DecisionKind.Approve, hash: "0123456789ab"));
        Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(DecisionKind.Approve, hash: asked.Approval!.Hash[..4]));
        Assert.IsType<DecisionResult.Recorded>(await run.DecideAsync(DecisionKind.Approve, hash: asked.Approval.ShortHash));
    }

    [Fact]
    public async Task A_decision_about_what_nobody_asked_is_refused()
    {
        await using var run = await ApprovalRun.StartAsync(mode: PlaybookMode.Enforce);
        await run.DeliverAsync();

        Assert.Equal("nothing waits for a decision: the execution is Verified", Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(DecisionKind.Approve)).Reason);
        var unknown = await run.Desk.DecideAsync(new DecisionRequest("rx-nothing", DecisionKind.Approve, DecisionWay.Cli, "alice"), "w", default);
        Assert.Equal("there is no execution rx-nothing", Assert.IsType<DecisionResult.Refused>(unknown).Reason);
    }

    [Fact]
    public async Task A_pause_holds_what_was_approved_until_it_is_lifted()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.Controls.PutAsync(new Pause(ControlScope.Everything) { By = "bob", Why = "incident 42", At = run.Time.GetUtcNow() }, default);
        await run.ApproveAsync();

        Assert.Equal(ExecutionState.Observed, (await run.ResumeAsync()).State);
        Assert.Equal(0, run.Changes);

        await run.Controls.RemoveAsync("pause", "bob", "over", default);
        run.Time.Advance(ApprovalSchedule.Grace);
        Assert.Single(await run.PatrolAsync());
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
    }

    [Fact]
    public async Task An_approval_that_could_not_be_used_for_long_is_asked_for_again()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.Controls.PutAsync(new Pause(ControlScope.Everything) { By = "bob", Why = "incident 42", At = run.Time.GetUtcNow() }, default);
        await run.ApproveAsync();
        await run.ResumeAsync();
        run.Time.Advance(TimeSpan.FromHours(24));
        await run.Controls.RemoveAsync("pause", "bob", "over", default);

        Assert.True((await run.AskAsync()).Approval!.IsPending);
        Assert.Equal(0, run.Changes);
    }

    [Fact]
    public async Task A_resource_that_was_protected_since_is_not_touched_by_an_approval()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.ApproveAsync();
        run.Sandbox.Account.Buckets[ApprovalRun.Bucket].Tags = new Tags { ["remediator"] = "protected" };

        Assert.Equal(ExecutionState.Refused, (await run.ResumeAsync()).State);

        Assert.Equal(0, run.Changes);
        Assert.Equal("nothing waits for a decision: the execution is Refused", Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(DecisionKind.Approve, "bob")).Reason);
    }

    [Fact]
    public async Task A_decision_whose_message_was_lost_is_found_and_acted_upon()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.ApproveAsync();

        Assert.Empty(await run.PatrolAsync());
        run.Time.Advance(ApprovalSchedule.Grace);
        Assert.Single(await run.PatrolAsync());

        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
        Assert.Empty(await run.PatrolAsync());
    }

    [Fact]
    public async Task A_crash_between_the_recorded_plan_and_the_change_is_taken_up_without_asking_again()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.ApproveAsync();
        run.Sandbox.Faults.When(c => c.Changes ? Fault.InternalError : null);
        Assert.Equal(ExecutionState.Failed, (await run.ResumeAsync()).State);
        run.Sandbox.Faults.Clear();

        var done = await run.ResumeAsync();

        Assert.Equal(ExecutionState.Verified, done.State);
        Assert.Single(run.News, NoticeKind.ApprovalNeeded);
    }

    [Fact]
    public async Task A_freeze_asks_and_what_is_approved_in_it_is_applied()
    {
        await using var run = await ApprovalRun.StartAsync(mode: PlaybookMode.Enforce);
        await run.Controls.PutAsync(Freeze(run), default);
        await run.AskAsync();

        await run.ApproveAsync();

        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
    }

    [Fact]
    public async Task What_was_rejected_in_a_freeze_is_not_applied_when_it_ends()
    {
        await using var run = await ApprovalRun.StartAsync(mode: PlaybookMode.Enforce);
        var freeze = Freeze(run);
        await run.Controls.PutAsync(freeze, default);
        await run.AskAsync();
        await run.DecideAsync(DecisionKind.Reject);
        await run.Controls.RemoveAsync(freeze.Id, "bob", "over", default);

        Assert.Equal(ExecutionState.Refused, (await run.DeliverAsync()).State);
        Assert.Equal(0, run.Changes);
    }

    [Fact]
    public async Task What_cannot_be_undone_asks_in_mode_enforce_and_is_done_once_approved()
    {
        await using var run = await ApprovalRun.StartAsync(mode: PlaybookMode.Enforce);
        run.Sandbox.Account.AddUser("alice").PasswordCreated = Some.Time;
        run.Playbook = run.Playbook with { Steps = [new PlaybookStep("remove-login-profile")] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.User, "alice", $"arn:aws:iam::{Some.Account}:user/alice"));

        var asked = await run.AskAsync();
        Assert.Contains("cannot be undone", asked.Approval!.Because, StringComparison.Ordinal);
        Assert.Contains(asked.Approval.Changes, c => c.Irreversible);
        Assert.Equal(ExecutionState.AwaitingApproval, (await run.DeliverAsync(PlaybookMode.Enforce)).State);
        Assert.Equal(0, run.Changes);

        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
        Assert.NotEqual(0, run.Changes);
    }

    [Fact]
    public async Task A_rejection_during_a_pause_is_told_once()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.Controls.PutAsync(new Pause(ControlScope.Everything) { By = "bob", Why = "incident 42", At = run.Time.GetUtcNow() }, default);
        Assert.Equal(ExecutionState.Observed, (await run.DeliverAsync()).State);
        Assert.IsType<DecisionResult.Recorded>(await run.DecideAsync(DecisionKind.Reject));
        await run.Controls.RemoveAsync("pause", "bob", "over", default);

        Assert.Equal(ExecutionState.Refused, (await run.DeliverAsync()).State);

        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.WouldRespond, NoticeKind.Refused], run.News);
    }

    [Fact]
    public async Task What_occurs_again_after_a_release_is_told_even_if_the_same_pause_held_it_before()
    {
        await using var run = await ApprovalRun.StartAsync(mode: PlaybookMode.Enforce);
        run.Sandbox.Account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE"]);
        run.Playbook = run.Playbook with { Steps = [new PlaybookStep("deny-user")] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.User, "alice", $"arn:aws:iam::{Some.Account}:user/alice")) with { UpdatedAt = Some.Time };
        Assert.Equal(ExecutionState.Verified, (await run.DeliverAsync()).State);
        await run.Controls.PutAsync(new Pause(ControlScope.Everything) { By = "bob", Why = "incident 42", At = run.Time.GetUtcNow() }, default);
        run.Playbook = run.Playbook with { Steps = [.. run.Playbook.Steps, new PlaybookStep("disable-access-keys")] };
        run.Finding = run.Finding with { UpdatedAt = Some.Time.AddHours(1) };
        Assert.Equal(ExecutionState.Verified, (await run.DeliverAsync()).State);
        Assert.Equal(ExecutionState.Released, (await run.ReleaseAsync()).State);

        Assert.Equal(ExecutionState.Observed, (await run.DeliverAsync(PlaybookMode.Enforce)).State);

        Assert.Equal([NoticeKind.Contained, NoticeKind.WouldRespond, NoticeKind.Released, NoticeKind.WouldRespond], run.News);
    }

    [Fact]
    public void An_approval_lets_pass_what_cannot_be_undone()
    {
        var change = Some.Change() with { Irreversible = true };
        var input = new GateInput(Some.Finding(), Some.Playbook("isolate-instance"), PlaybookMode.Enforce, Some.Tags(), [change], new RunnerOptions().ProtectedTags)
        {
            Controls = new ControlsReading.Known(new ControlsSnapshot([])),
            Now = Some.Time,
            Budget = new BudgetReading.Within(),
            FailedDeliveries = 1,
            PatientDeliveries = 7,
        };

        Assert.IsType<Verdict.NeedsApproval>(SafetyGate.Review(input));
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(input with { Approved = PlanApproval.ByPeople }));
        Assert.IsType<Verdict.Wait>(SafetyGate.Review(input with { Approved = PlanApproval.ByPeople, Tags = new TagReading.Unknown("denied") }));
        Assert.IsType<Verdict.Wait>(SafetyGate.Review(input with { Approved = PlanApproval.ByPeople, Controls = new ControlsReading.Unknown("denied") }));
    }

    private static FreezeWindow Freeze(ApprovalRun run) => FreezeWindow.InZone(ControlScope.Everything, "daily 00:00-24:00", null, "alice", "holidays", run.Time.GetUtcNow());
}
