using Remediator.Approvals;
using Remediator.Cli.Containments;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Scheduling;
using Remediator.Tests.Approvals;

namespace Remediator.Tests.Scenarios;

/// <summary>What a person contained by hand, in a stack whose playbooks know nothing of it.</summary>
public sealed class ManualContainmentTests
{
    private const string By = "arn:aws:sts::111122223333:assumed-role/on-call/alice";

    [Fact]
    public async Task What_people_approve_is_applied_by_functions_that_have_no_such_playbook()
    {
        await using var run = await StartAsync();
        Assert.Equal(ExecutionState.AwaitingApproval, (await run.AskAgainAsync()).State);
        Deploy(run);
        await run.ApproveAsync();

        var record = await run.ResumeAsync();

        Assert.Equal((ExecutionState.Verified, PublicAccessBlock.All), (record.State, Block(run)));
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.Contained], run.News);
        Assert.Equal(ExecutionState.Released, (await run.ReleaseAsync()).State);
        Assert.Null(Block(run));
    }

    [Fact]
    public async Task The_clock_looks_at_what_was_recorded_and_people_are_told_what_somebody_undid()
    {
        await using var run = await StartAsync();
        Assert.Equal(ExecutionState.Verified, (await run.DeliverAsync(PlaybookMode.Enforce)).State);
        Deploy(run);
        run.Sandbox.Account.Buckets[ApprovalRun.Bucket].PublicAccessBlock = null;

        run.Time.Advance(LookSchedule.First);
        await run.PatrolAsync();

        Assert.Equal(ExecutionState.Regressed, (await run.RecordAsync()).State);
        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside], run.News);
    }

    [Fact]
    public async Task The_deployed_messages_say_who_asked_for_what_and_why()
    {
        await using var run = await StartAsync();
        await run.DeliverAsync(PlaybookMode.Observe);
        await run.DeliverAsync(PlaybookMode.Enforce);

        var notices = run.Ledger.Outbox.Select(e => new NoticeRenderer("--ledger dynamodb:remediator").Render(RecordJson.ReadEntry(RecordJson.Write(e)))).ToList();

        Assert.Equal(["Would respond: S3 bucket assets", "Contained: S3 bucket assets"], notices.Select(n => n.Headline));
        Assert.All(notices, n => Assert.Equal("By hand: left open by bob", n.Reported));
        Assert.All(notices, n => Assert.Contains(n.Facts, f => f is { Label: "Playbook", Value: "By hand: block-public-bucket (manual-block-public-bucket)" }));
        Assert.Equal("remediator contain arn:aws:s3:::assets --account 111122223333 --step block-public-bucket --enforce --ledger dynamodb:remediator", notices[0].Next!.Command);
        Assert.All(notices, n => Assert.DoesNotContain("respond --event", SlackMessage.Render(n) + EmailMessage.Render(n).Body, StringComparison.Ordinal));
    }

    [Fact]
    public void No_event_is_such_a_finding()
    {
        var (finding, _) = Manual();

        foreach (var document in (string[])[finding.Raw, $$"""{"source":"manual","detail-type":"manual","account":"111122223333","region":"eu-west-1","detail":{{finding.Raw}}}"""])
        {
            Assert.IsType<SourceResult.Rejected>(FindingReader.Read(System.Text.Encoding.UTF8.GetBytes(document)));
        }

        Assert.Null(FindingSourceCatalogue.Find(ManualPlaybook.Source));
    }

    [Fact]
    public void A_finding_that_carries_no_playbook_of_this_build_has_none()
    {
        var (finding, playbook) = Manual();

        Assert.Equal(playbook.Version, ManualPlaybook.Of(finding)!.Version);
        foreach (var raw in (string[])["", "{}", "[]", """{"playbooks":[]}""", finding.Raw.Replace("block-public-bucket", "no-such-step", StringComparison.Ordinal)])
        {
            Assert.Null(ManualPlaybook.Of(finding with { Raw = raw }));
        }

        Assert.Null(ManualPlaybook.Of(finding with { Source = "guardduty" }));
    }

    private static async Task<ApprovalRun> StartAsync()
    {
        var run = await ApprovalRun.StartAsync();
        (run.Finding, run.Playbook) = Manual();
        return run;
    }

    private static (Finding Finding, Playbook Playbook) Manual() => ManualFinding.Of(
        new ResourceRef(ResourceKinds.Bucket, ApprovalRun.Bucket, $"arn:aws:s3:::{ApprovalRun.Bucket}"), Some.Account, Some.Region, "aws",
        [new PlaybookStep("block-public-bucket")], null, null, By, "left open by bob", Some.Time);

    private static void Deploy(ApprovalRun run) => run.Playbook = Some.Playbook("isolate-instance");

    private static PublicAccessBlock? Block(ApprovalRun run) => run.Sandbox.Account.Buckets[ApprovalRun.Bucket].PublicAccessBlock;
}
