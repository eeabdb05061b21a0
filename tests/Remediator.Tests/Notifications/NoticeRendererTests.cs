using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.Tests.Notifications;

public sealed class NoticeRendererTests
{
    private static readonly NoticeRenderer Renderer = new();

    [Fact]
    public void No_attribute_and_no_value_can_keep_news_from_people()
    {
        string?[] values = [null, "\"text\"", "true", "7", "[]", "[1]", "{}", "{\"volumes\":1}", "[null]", "{\"a\":[{}]}"];
        foreach (var (attribute, value) in AttributeCatalogue.All.SelectMany(a => values.Select(v => (a, AttributeValue.Parse(v)))))
        {
            var change = Records.Groups("x", ["sg-1"]) with { Attribute = attribute.Name, Before = value, After = AttributeValue.Of("other") };
            var record = Records.Instance() with { Changes = [new ChangeRecord(change, ChangeStatus.Failed, value, value)] };

            var shown = Assert.Single(Renderer.Render(Records.Entry(record, NoticeKind.Failed)).Changes);

            Assert.StartsWith(attribute.Label, shown.What, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_attribute_of_a_later_version_is_shown_by_its_name()
    {
        var change = Records.Groups("x", ["sg-1"]) with { Attribute = "AddedLater", Before = AttributeValue.Absent };

        var shown = Assert.Single(Renderer.Render(Records.Entry(Records.Instance() with { Changes = [Records.Verified(change)] })).Changes);

        Assert.Equal(("AddedLater of network interface x", "absent", "[\"sg-999\"]"), (shown.What, shown.Before, shown.After));
    }

    [Theory]
    [InlineData(NoticeKind.Contained, "remediator release ec2-3f9a1c --ledger dynamodb:table --region eu-west-1")]
    [InlineData(NoticeKind.ReleaseDrifted, "remediator release ec2-3f9a1c --force --ledger dynamodb:table --region eu-west-1")]
    public void A_command_leads_to_the_ledger_that_holds_the_execution(NoticeKind kind, string command) =>
        Assert.Equal(command, new NoticeRenderer("--ledger dynamodb:table --region eu-west-1").Render(Records.Entry(Records.Instance(), kind)).Next?.Command);

    [Fact]
    public void A_resource_in_another_Region_than_its_finding_is_shown_there()
    {
        var record = Records.Instance();
        var elsewhere = record.Resource with { Details = record.Resource.Details.SetItem(ResourceDetails.Region, "sa-east-1") };

        Assert.StartsWith(
            "https://sa-east-1.console.aws.amazon.com/ec2/home?region=sa-east-1#",
            Renderer.Render(Records.Entry(record with { Resource = elsewhere })).Link,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_so_already_is_no_change()
    {
        var change = Records.Groups("x", ["sg-999"]);

        var notice = Renderer.Render(Records.Entry(Records.Instance() with { Changes = [Records.Verified(change)] }));

        Assert.Empty(notice.Changes);
        Assert.StartsWith("Already as wanted: EC2 instance", notice.Headline, StringComparison.Ordinal);
        Assert.Null(notice.Next);
    }

    [Fact]
    public void What_could_not_be_looked_at_again_is_told_as_it_was_read_back_the_last_time()
    {
        var unread = Records.Instance() with { Failure = "no credentials" };
        var satisfied = unread with { Changes = [Records.Verified(Records.Groups("x", ["sg-999"]))] };
        var evidence = unread with { Changes = [Records.Verified(Records.Groups("x", ["sg-1"]) with { Phase = Phase.Evidence })] };
        var inPart = unread with { Steps = [unread.Steps[0] with { Uncontained = 1 }] };

        Assert.Equal(
            ["Was contained", "Was as wanted", "Was done", "Was contained in part"],
            new[] { unread, satisfied, evidence, inPart }.Select(r => Renderer.Render(Records.Entry(r, NoticeKind.Failed)).Headline.Split(", now unknown: EC2 instance")[0]));
        Assert.All([ExecutionState.Planned, ExecutionState.Applying, ExecutionState.Applied, ExecutionState.Failed, ExecutionState.Regressed, ExecutionState.Drifted, ExecutionState.Released], state =>
            Assert.StartsWith("NOT CONTAINED: ", Renderer.Render(Records.Entry(unread with { State = state }, NoticeKind.Failed)).Headline, StringComparison.Ordinal));
    }

    [Fact]
    public void Evidence_stays_and_does_not_count_as_put_back()
    {
        var kept = Records.Groups("x", ["sg-1"]) with { Keep = true, Phase = Phase.Evidence };
        var undone = Records.Verified(Records.Groups("y", ["sg-2"])) with { Status = ChangeStatus.Released };

        var notice = Renderer.Render(Records.Entry(Records.Instance() with { Changes = [undone, Records.Verified(kept)] }, NoticeKind.Released));

        Assert.Equal("1 of 1 value read back from AWS as before the response.", notice.Verified);
        Assert.Equal("left in place", notice.Changes[1].Status);
    }

    [Fact]
    public void A_structured_value_is_shown_as_json() =>
        Assert.Contains(
            Records.Structured.ToNode()!.ToJsonString(),
            JsonNode.Parse(Assert.Single(Renderer.Render(Records.Entry(Records.Instance() with
            {
                Changes = [Records.Verified(Records.Groups("x", []) with { Attribute = "AddedLater", After = Records.Structured })],
            })).Changes).After)!.ToJsonString(),
            StringComparison.Ordinal);
}
