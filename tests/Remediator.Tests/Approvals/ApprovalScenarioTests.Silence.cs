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

/// <content>Nobody answers in time.</content>
public sealed partial class ApprovalScenarioTests
{
    [Fact]
    public async Task Silence_rejects_where_the_playbook_says_nothing_else()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        Assert.Empty(await run.PatrolAsync());
        run.Time.Advance(TimeSpan.FromHours(24));

        Assert.Equal([Resumption.Of((await run.RecordAsync()).Id)], await run.PatrolAsync());
        var rejected = await run.ResumeAsync();

        Assert.Equal(ExecutionState.Refused, rejected.State);
        Assert.Contains("nobody decided until 2026-07-02 08:10 UTC", rejected.Verdict!.Because, StringComparison.Ordinal);
        Assert.Equal(0, run.Changes);
        Assert.Empty(await run.PatrolAsync());
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.Refused], run.News);
    }

    [Fact]
    public async Task Silence_that_rejected_is_asked_again_when_the_finding_is_reported_anew()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        run.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(ExecutionState.Refused, (await run.DeliverAsync()).State);
        run.Finding = run.Finding with { UpdatedAt = Some.Time.AddHours(30) };

        Assert.True((await run.AskAsync()).Approval!.IsPending);
    }

    [Fact]
    public async Task Silence_proceeds_where_the_playbook_says_so()
    {
        await using var run = await ApprovalRun.StartAsync(Silence);
        await run.AskAsync();
        run.Time.Advance(TimeSpan.FromHours(4));
        Assert.Single(await run.PatrolAsync());

        var done = await run.ResumeAsync();

        Assert.Equal(ExecutionState.Verified, done.State);
        Assert.Equal(DecisionWay.Expiry, Assert.Single(done.Approval!.Decisions).Way);
    }

    [Theory]
    [InlineData("freeze")]
    [InlineData("budget")]
    public async Task Silence_stands_for_no_word_about_a_control_that_came_after_the_question(string control)
    {
        await using var run = await ApprovalRun.StartAsync(Silence);
        await run.AskAsync();
        await run.Controls.PutAsync(Control(control), default);
        run.Time.Advance(TimeSpan.FromHours(4));
        Assert.Single(await run.PatrolAsync());

        var asked = await run.ResumeAsync();

        Assert.Equal((ExecutionState.AwaitingApproval, 0), (asked.State, run.Changes));
        Assert.True(asked.Approval!.IsPending);
        Assert.Contains("set by alice", asked.Approval.Because, StringComparison.Ordinal);
        Assert.Equal(ExpiryDefault.Reject, asked.Approval.Default);
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.ApprovalNeeded], run.News.Where(n => n != NoticeKind.BudgetUsedUp));

        run.Time.Advance(TimeSpan.FromHours(4));
        Assert.Single(await run.PatrolAsync());
        Assert.Equal((ExecutionState.Refused, 0), ((await run.ResumeAsync()).State, run.Changes));
    }

    [Fact]
    public async Task Silence_does_not_outvote_an_operator_who_has_set_the_playbook_to_observe()
    {
        await using var run = await ApprovalRun.StartAsync(Silence);
        await run.AskAsync();
        await run.Controls.PutAsync(Control("observe"), default);
        run.Time.Advance(TimeSpan.FromHours(4));
        Assert.Single(await run.PatrolAsync());

        var observed = await run.ResumeAsync();

        Assert.Equal((ExecutionState.Observed, 0), (observed.State, run.Changes));
        Assert.Contains("set to observe (set by alice", observed.Verdict!.Because, StringComparison.Ordinal);
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.WouldRespond], run.News);
    }

    [Theory]
    [InlineData("freeze")]
    [InlineData("budget")]
    public async Task A_question_about_a_control_does_not_promise_to_proceed_by_silence(string control)
    {
        await using var run = await ApprovalRun.StartAsync(Silence, PlaybookMode.Enforce);
        await run.Controls.PutAsync(Control(control), default);

        Assert.Equal(ExpiryDefault.Reject, (await run.AskAsync()).Approval!.Default);

        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
    }

    [Fact]
    public async Task What_its_source_calls_settled_is_not_applied_by_silence_and_people_are_told()
    {
        await using var run = await ApprovalRun.StartAsync(Silence);
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow().AddMinutes(-5) };
        await run.AskAsync();
        await run.SettleAsync(run.Time.GetUtcNow().AddMinutes(-1));
        run.Time.Advance(TimeSpan.FromHours(4));
        Assert.Single(await run.PatrolAsync());

        Assert.IsType<Response.Unmatched>(await run.TakeUpAsync());
        await run.TakeUpAsync();

        var record = await run.RecordAsync();
        Assert.Equal((ExecutionState.Refused, 0, false), (record.State, run.Changes, record.Approval!.IsOpen));
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.Refused], run.News);
        Assert.Contains("called the finding settled", Assert.Single(new NoticeRenderer().Render(run.Ledger.Outbox[^1]).Reasons), StringComparison.Ordinal);
        Assert.Empty(await run.PatrolAsync());

        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt!.Value.AddHours(9) };
        Assert.True((await run.AskAsync()).Approval!.IsPending);
    }

    [Fact]
    public async Task A_late_approval_of_what_is_settled_applies_nothing_and_what_is_active_since_is_applied()
    {
        await using var run = await ApprovalRun.StartAsync();
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow().AddMinutes(-5) };
        await run.AskAsync();
        await run.SettleAsync(run.Time.GetUtcNow().AddMinutes(-1));
        await run.ApproveAsync();
        Assert.IsType<Response.Unmatched>(await run.TakeUpAsync());
        Assert.Equal((ExecutionState.Refused, 0), ((await run.RecordAsync()).State, run.Changes));

        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt!.Value.AddHours(9) };
        await run.AskAsync();
        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
    }

    [Fact]
    public async Task An_approval_that_is_held_back_says_why_once_and_says_so_when_it_lapses()
    {
        await using var run = await ApprovalRun.StartAsync(new ApprovalTerms(1, TimeSpan.FromHours(4), ExpiryDefault.Reject));
        run.AreControlsRead = false;
        for (var i = 0; i < new RunnerOptions().PatientDeliveries; i++)
        {
            await run.DeliverAsync();
        }

        await run.ApproveAsync();
        var told = run.News.Count;
        await run.ResumeAsync();
        await run.ResumeAsync();

        Assert.Equal([NoticeKind.ApprovalHeld], run.News.Skip(told));
        var notice = new NoticeRenderer().Render(run.Ledger.Outbox[^1]);
        Assert.Contains("approved by alice", notice.Summary, StringComparison.Ordinal);
        Assert.Contains("the controls could not be read", Assert.Single(notice.Reasons), StringComparison.Ordinal);

        run.Time.Advance(TimeSpan.FromHours(4));
        Assert.Empty(await run.PatrolAsync());
        Assert.Empty(await run.PatrolAsync());
        Assert.Equal([NoticeKind.ApprovalHeld, NoticeKind.ApprovalLapsed], run.News.Skip(told));
        Assert.Equal(0, run.Changes);
    }

    [Fact]
    public async Task Silence_does_not_proceed_with_another_plan_than_was_shown()
    {
        await using var run = await ApprovalRun.StartAsync(Silence);
        await run.AskAsync();
        run.Time.Advance(TimeSpan.FromHours(4));
        run.Sandbox.Account.Buckets[ApprovalRun.Bucket].PublicAccessBlock = new PublicAccessBlock(true, false, false, false);

        var again = await run.ResumeAsync();

        Assert.Equal(ExecutionState.AwaitingApproval, again.State);
        Assert.True(again.Approval!.IsPending);
        Assert.Equal(0, run.Changes);
    }

    [Fact]
    public async Task A_decision_after_the_time_is_refused()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        run.Time.Advance(TimeSpan.FromHours(24));

        var refused = Assert.IsType<DecisionResult.Refused>(await run.DecideAsync(DecisionKind.Approve));

        Assert.Equal("the time to decide ended at 2026-07-02 08:10 UTC; the playbook's default is to reject", refused.Reason);
        Assert.Empty((await run.RecordAsync()).Approval!.Decisions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_cannot_be_undone_is_not_done_by_silence_unless_the_step_allows_it(bool allowed)
    {
        await using var run = await ApprovalRun.StartAsync(new ApprovalTerms(1, TimeSpan.FromHours(4), ExpiryDefault.Proceed));
        run.Sandbox.Account.AddUser("alice").PasswordCreated = Some.Time;
        run.Playbook = run.Playbook with { Steps = [new PlaybookStep("remove-login-profile", AllowIrreversible: allowed)] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.User, "alice", $"arn:aws:iam::{Some.Account}:user/alice"));
        var asked = await run.AskAsync();
        Assert.Equal(allowed ? ExpiryDefault.Proceed : ExpiryDefault.Reject, asked.Approval!.Default);

        run.Time.Advance(TimeSpan.FromHours(5));
        await run.PatrolAsync();
        await run.ResumeAsync();

        Assert.Equal(allowed, run.Sandbox.Account.Users["alice"].PasswordCreated is null);
    }

    [Fact]
    public async Task Silence_about_what_more_would_be_done_is_told_too_and_keeps_what_was_done()
    {
        await using var run = await ApprovalRun.StartAsync(mode: PlaybookMode.Enforce);
        run.Sandbox.Account.AddUser("alice").PasswordCreated = Some.Time;
        run.Playbook = run.Playbook with { Steps = [new PlaybookStep("deny-user")] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.User, "alice", $"arn:aws:iam::{Some.Account}:user/alice")) with { UpdatedAt = Some.Time };
        await run.DeliverAsync();
        run.Playbook = run.Playbook with { Steps = [.. run.Playbook.Steps, new PlaybookStep("remove-login-profile")] };
        run.Finding = run.Finding with { UpdatedAt = Some.Time.AddHours(1) };
        Assert.True((await run.DeliverAsync()).Approval!.IsPending);
        run.Time.Advance(TimeSpan.FromHours(24));

        Assert.Single(await run.PatrolAsync());
        await run.ResumeAsync();
        await run.ResumeAsync();

        Assert.Equal([NoticeKind.Contained, NoticeKind.ApprovalNeeded, NoticeKind.Refused], run.News);
        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
        Assert.Empty(await run.PatrolAsync());
    }

    private static Control Control(string name) => name switch
    {
        "freeze" => new FreezeWindow(ControlScope.Everything, "daily 00:00-24:00") { By = "alice", Why = "release week", At = Some.Time },
        "budget" => new Budget(0, TimeSpan.FromHours(1), BudgetEach.Account, ControlScope.Everything) { By = "alice", Why = "none today", At = Some.Time },
        "observe" => new ModeOverride("bucket-public", PlaybookMode.Observe) { By = "alice", Why = "false alarm", At = Some.Time },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
