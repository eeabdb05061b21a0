using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Tests.Support;

namespace Remediator.Tests.Approvals;

/// <content>Questions about what is left of a plan, when the rest of it is done.</content>
public sealed partial class ApprovalScenarioTests
{
    [Fact]
    public async Task People_are_asked_about_a_step_that_could_not_be_read_at_first_once_the_rest_is_done()
    {
        await using var run = await ApprovalRun.StartAsync(mode: PlaybookMode.Enforce);
        run.Sandbox.Account.AddUser("alice").PasswordCreated = Some.Time;
        run.Playbook = run.Playbook with { Steps = [new PlaybookStep("deny-user"), new PlaybookStep("remove-login-profile")] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.User, "alice", $"arn:aws:iam::{Some.Account}:user/alice"));
        run.Sandbox.Faults.On("GetLoginProfile", Fault.InternalError);
        Assert.Equal(ExecutionState.Failed, (await run.DeliverAsync()).State);
        Assert.Equal(1, run.Changes);

        var asked = await run.DeliverAsync();
        var again = await run.DeliverAsync();

        Assert.Equal([NoticeKind.Failed, NoticeKind.Contained, NoticeKind.ApprovalNeeded], run.News);
        Assert.Equal((ExecutionState.Verified, ExecutionState.Verified), (asked.State, again.State));
        Assert.Contains("cannot be undone", asked.Approval!.Because, StringComparison.Ordinal);
        Assert.Equal(1, run.Changes);

        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
        Assert.Null(run.Sandbox.Account.Users["alice"].PasswordCreated);
        Assert.Contains((await run.RecordAsync()).Changes, c => c.Change.Step == "deny-user");
    }

    [Fact]
    public async Task Rejecting_what_more_would_be_done_keeps_what_was_done_and_tells_people()
    {
        await using var run = await ApprovalRun.StartAsync(mode: PlaybookMode.Enforce);
        run.Sandbox.Account.AddUser("alice").PasswordCreated = Some.Time;
        run.Playbook = run.Playbook with { Steps = [new PlaybookStep("deny-user")] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.User, "alice", $"arn:aws:iam::{Some.Account}:user/alice")) with { UpdatedAt = Some.Time };
        Assert.Equal(ExecutionState.Verified, (await run.DeliverAsync()).State);
        run.Playbook = run.Playbook with { Steps = [.. run.Playbook.Steps, new PlaybookStep("remove-login-profile")] };
        run.Finding = run.Finding with { UpdatedAt = Some.Time.AddHours(1) };
        Assert.True((await run.DeliverAsync()).Approval!.IsPending);

        Assert.IsType<DecisionResult.Recorded>(await run.DecideAsync(DecisionKind.Reject, why: "the owner needs it"));
        await run.DeliverAsync();

        Assert.Equal([NoticeKind.Contained, NoticeKind.ApprovalNeeded, NoticeKind.Refused], run.News);
        var record = await run.RecordAsync();
        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.NotNull(run.Sandbox.Account.Users["alice"].PasswordCreated);
        var told = new NoticeRenderer().Render(run.Ledger.Outbox[^1]);
        Assert.Contains("rejected by alice", Assert.Single(told.Reasons), StringComparison.Ordinal);
        Assert.StartsWith("What more the finding asks for was refused", told.Summary, StringComparison.Ordinal);
        Assert.Equal(["planned; cannot be undone", "read back"], told.Changes.Select(c => c.Status).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_approval_did_not_hold_is_asked_about_once_the_approved_rest_is_done()
    {
        const string Approved = "AKIAIOSFODNN7EXAMPLE", Other = "AKIAI44QH8DHBEXAMPLE";
        await using var run = await ApprovalRun.StartAsync();
        var keys = run.Sandbox.Account.AddUser("alice", [Approved, Other]).AccessKeys;
        keys[Other].Status = "Inactive";
        run.Playbook = run.Playbook with { Steps = [new PlaybookStep("disable-access-keys")] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.User, "alice", $"arn:aws:iam::{Some.Account}:user/alice")) with { UpdatedAt = Some.Time };
        await run.AskAsync();
        await run.ApproveAsync();
        run.Sandbox.Faults.On("UpdateAccessKey", Fault.InternalError);
        Assert.Equal(ExecutionState.Failed, (await run.ResumeAsync()).State);
        run.Sandbox.Faults.Clear();
        keys[Other].Status = "Active";

        var asked = await run.DeliverAsync();

        Assert.Equal((ExecutionState.Verified, "Inactive", "Active"), (asked.State, keys[Approved].Status, keys[Other].Status));
        Assert.True(asked.Approval!.IsPending);
        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
        Assert.Equal("Inactive", keys[Other].Status);
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.Failed, NoticeKind.Contained, NoticeKind.ApprovalNeeded, NoticeKind.Contained], run.News);
    }
}
