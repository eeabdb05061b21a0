using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Remediations.Isolation;

namespace Remediator.Tests.Execution;

/// <summary>What people are told that a verified response came to.</summary>
public sealed class ContainmentTests
{
    [Fact]
    public void What_could_not_be_moved_makes_it_a_containment_in_part_in_the_headline()
    {
        var record = Records.Instance();
        record = record with { Steps = [record.Steps[0] with { Uncontained = 2 }] };

        var notice = Render(record);

        Assert.Equal(Containment.InPart, record.Containment());
        Assert.StartsWith("Contained in part: ", notice.Headline, StringComparison.Ordinal);
        Assert.StartsWith("2 network interfaces NOT contained", notice.Summary, StringComparison.Ordinal);
        Assert.Contains("⚠️ Contained in part", SlackMessage.Render(notice), StringComparison.Ordinal);
        Assert.StartsWith("Contained: ", Render(Records.Instance()).Headline, StringComparison.Ordinal);
        Assert.Contains("✅ Contained: ", SlackMessage.Render(Render(Records.Instance())), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_that_cannot_be_moved_is_told_also_where_the_rest_is_as_wanted_already()
    {
        var record = Records.Instance();
        record = record with { Steps = [record.Steps[0] with { Uncontained = 1 }], Changes = [] };

        Assert.StartsWith("Contained in part: ", Render(record).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_that_another_step_has_provably_ended_are_no_survivors()
    {
        var isolated = new StepRecord("isolate-instance", StepOutcome.Planned, null, [SurvivingFlows.Credentials, "DNS"]);
        var cut = new StepRecord("cut-role-sessions", StepOutcome.Planned, null, []);
        var record = Records.Instance() with { Steps = [isolated, cut] };

        Assert.Equal(["DNS"], record.Survivors());
        Assert.Equal([SurvivingFlows.Credentials, "DNS"], (record with { State = ExecutionState.Failed }).Survivors());
        Assert.Equal([SurvivingFlows.Credentials, "DNS"], (record with { Steps = [isolated] }).Survivors());
        Assert.Equal([SurvivingFlows.Credentials, "DNS"], (record with { Steps = [isolated, cut with { Outcome = StepOutcome.NotApplicable }] }).Survivors());
    }

    [Fact]
    public void Only_what_this_execution_has_changed_and_a_release_puts_back_can_be_undone()
    {
        var record = Records.Instance();

        Assert.True(record.CanBeUndone());
        Assert.False((record with { Changes = [.. record.Changes.Select(c => c with { Change = c.Change with { Keep = true } })] }).CanBeUndone());
        Assert.False((record with { Changes = [.. record.Changes.Select(c => c with { Change = c.Change with { Before = c.Change.After } })] }).CanBeUndone());
    }

    private static Notice Render(ExecutionRecord record) => new NoticeRenderer("").Render(Records.Entry(record, NoticeKind.Contained));
}
