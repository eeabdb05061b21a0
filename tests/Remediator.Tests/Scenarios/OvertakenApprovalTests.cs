using System.Text;
using System.Text.Json;
using Remediator.Approvals;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Tests.Approvals;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>A run that died over an approved plan, and whose plan upon what others have made of it since is another: people are asked about that one.</summary>
public sealed class OvertakenApprovalTests
{
    private const string Group = "sg-0a1b2c3d4e5f60718";
    private const string Rule = "sgr-0a1b2c3d4e5f60718";
    private const string Ipv6Rule = "sgr-0a1b2c3d4e5f60719";

    [Fact]
    public async Task Where_the_new_plan_needs_approval_people_are_asked_about_it_and_nothing_is_written_before()
    {
        await using var run = await OvertakenAsync();
        var changes = run.Changes;

        var asked = await run.DeliverAsync();

        Assert.Equal(ExecutionState.Failed, asked.State);
        Assert.Equal(changes, run.Changes);
        Assert.Equal([(0, 442)], Open(run));
        Assert.True(asked.Approval!.IsPending);
        Assert.Contains("442", Assert.Single(asked.Approval.Changes, c => !c.IsSatisfied).Before.Json, StringComparison.Ordinal);
        var question = run.Ledger.Outbox[^1];
        Assert.Equal((NoticeKind.ApprovalNeeded, asked.Approval.Hash), (question.Kind, question.Record.Approval!.Hash));
        var notice = new NoticeRenderer().Render(question);
        Assert.Contains("442", Assert.Single(notice.Changes).Before, StringComparison.Ordinal);
        Assert.Contains(notice.Reasons, r => r.Contains("changed since people were asked before", StringComparison.Ordinal));

        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);

        Assert.Equal([(0, 21), (23, 442)], Open(run));
        Assert.Equal(ExecutionState.Released, (await run.ReleaseAsync()).State);
        Assert.Equal([(0, 442)], Open(run));
    }

    [Fact]
    public async Task They_are_asked_once_and_no_delivery_comes_again_for_it()
    {
        await using var run = await OvertakenAsync();
        await run.DeliverAsync();
        var (news, changes) = (run.News.Count, run.Changes);

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.False((await run.RespondAsync()).NeedsRedelivery);
        }

        Assert.Equal((news, changes), (run.News.Count, run.Changes));
        Assert.Equal(2, run.News.Count(n => n == NoticeKind.ApprovalNeeded));
        Assert.True((await run.RecordAsync()).Approval!.IsPending);
    }

    [Fact]
    public async Task A_plan_that_has_changed_again_since_is_not_applied_and_people_are_asked_again()
    {
        await using var run = await OvertakenAsync();
        var first = (await run.DeliverAsync()).Approval!;
        Set(run, 0, 100);
        await run.ApproveAsync();
        var changes = run.Changes;

        var asked = await run.ResumeAsync();

        Assert.Equal(changes, run.Changes);
        Assert.True(asked.Approval!.IsPending);
        Assert.NotEqual(first.Hash, asked.Approval.Hash);
        Assert.Equal([(0, 100)], Open(run));
        Assert.Equal(NoticeKind.ApprovalNeeded, run.News[^1]);
        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
        Assert.Equal([(0, 21), (23, 100)], Open(run));
    }

    [Fact]
    public async Task What_is_rejected_is_not_written_and_the_message_says_what_to_do()
    {
        await using var run = await OvertakenAsync();
        await run.DeliverAsync();
        var changes = run.Changes;

        Assert.IsType<DecisionResult.Recorded>(await run.DecideAsync(DecisionKind.Reject, why: "it is fine"));

        Assert.False((await run.RespondAsync()).NeedsRedelivery);
        Assert.Equal(changes, run.Changes);
        Assert.Equal([(0, 442)], Open(run));
        Assert.Equal(NoticeKind.Refused, run.News[^1]);
        var record = await run.RecordAsync();
        Assert.Contains($"remediator release {record.Id}", record.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_answers_in_time_is_not_written()
    {
        await using var run = await OvertakenAsync();
        await run.DeliverAsync();
        var changes = run.Changes;
        run.Time.Advance(ApprovalTerms.Usual.Expires);

        Assert.Single(await run.PatrolAsync());
        await run.ResumeAsync();

        Assert.Equal(changes, run.Changes);
        Assert.Equal([(0, 442)], Open(run));
        Assert.Equal(DecisionWay.Expiry, (await run.RecordAsync()).Approval!.Rejection!.Way);
    }

    [Fact]
    public async Task What_was_approved_and_nobody_has_touched_is_finished_and_does_not_change_the_question()
    {
        await using var run = await OvertakenAsync(alsoIpv6: true);

        var asked = await run.DeliverAsync();

        Assert.Equal([(0, 21), (0, 442), (23, 1024)], Open(run));
        Assert.Contains("442", Assert.Single(asked.Approval!.Changes, c => !c.IsSatisfied).Before.Json, StringComparison.Ordinal);
        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
        Assert.Equal([(0, 21), (0, 21), (23, 442), (23, 1024)], Open(run));
        Assert.Equal(2, run.News.Count(n => n == NoticeKind.ApprovalNeeded));
    }

    [Fact]
    public async Task A_person_who_responds_and_enforces_goes_on()
    {
        await using var run = await OvertakenAsync();
        await run.DeliverAsync();

        Assert.Equal(ExecutionState.Verified, (await run.DeliverAsync(PlaybookMode.Enforce)).State);

        Assert.Equal([(0, 21), (23, 442)], Open(run));
    }

    /// <summary>People have approved that port 22 of 0-1024 is closed; it failed, and a person has made the rule narrower since.</summary>
    /// <param name="alsoIpv6">0-1024 is open over IPv6 as well, and nobody but the engine touches that.</param>
    private static async Task<ApprovalRun> OvertakenAsync(bool alsoIpv6 = false)
    {
        var run = await ApprovalRun.StartAsync();
        run.Sandbox.Account.AddSecurityGroup("web", id: Group, rules: []);
        Set(run, 0, 1024);
        var rules = run.Sandbox.Account.Region(Some.Region).SecurityGroups[Group].Rules;
        if (alsoIpv6)
        {
            rules[Ipv6Rule] = new SecurityGroupRule(false, "tcp", 0, 1024) { CidrIpv6 = "::/0" };
        }

        run.Playbook = run.Playbook with { Steps = [new("close-exposed-port", JsonElement.Parse("""{"ports":[22]}"""))] };
        run.Finding = Some.Finding(new ResourceRef(ResourceKinds.SecurityGroup, Group, $"arn:aws:ec2:{Some.Region}:{Some.Account}:security-group/{Group}")) with { UpdatedAt = Some.Time };
        await run.AskAsync();
        await run.ApproveAsync();
        run.Sandbox.Faults.On("AuthorizeSecurityGroupIngress", Remediator.Cli.Sandbox.Fault.InternalError, times: 100);
        Assert.Equal(ExecutionState.Failed, (await run.ResumeAsync()).State);
        run.Sandbox.Faults.Clear();
        Set(run, 0, 442);
        return run;
    }

    private static void Set(ApprovalRun run, int from, int to)
    {
        var rules = run.Sandbox.Account.Region(Some.Region).SecurityGroups[Group].Rules;
        rules[Rule] = new SecurityGroupRule(false, "tcp", from, to) { CidrIpv4 = "0.0.0.0/0" };
    }

    private static IEnumerable<(int From, int To)> Open(ApprovalRun run) =>
        run.Sandbox.Account.Region(Some.Region).SecurityGroups[Group].Rules.Values.Select(r => (r.FromPort, r.ToPort)).Order();
}
