using System.Text.Json;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Remediations.Isolation;

namespace Remediator.Tests.Attributes.Ec2;

/// <summary>What counts as the wanted value, and how values read.</summary>
public sealed class Ec2AttributeTests
{
    [Fact]
    public void Any_empty_group_of_its_own_is_a_quarantine_group()
    {
        var attribute = new QuarantineGroup();

        Assert.True(attribute.Matches(QuarantineGroupValue.Of("sg-1", []), QuarantineGroupValue.Empty));
        Assert.False(attribute.Matches(QuarantineGroupValue.Of("sg-1", ["egress all ::/0"]), QuarantineGroupValue.Empty));
        Assert.False(attribute.Matches(AttributeValue.Absent, QuarantineGroupValue.Empty));
        Assert.False(attribute.Matches(QuarantineGroupValue.Of("sg-1", []), QuarantineGroupValue.Of("sg-2", [])));
    }

    [Fact]
    public void Only_the_tag_makes_a_group_its_own()
    {
        Assert.True(QuarantineGroupValue.IsOwn(new SecurityGroup { Tags = [new Tag { Key = "remediator:role", Value = "quarantine" }] }));
        Assert.False(QuarantineGroupValue.IsOwn(new SecurityGroup { GroupName = QuarantineChoice.UsualName }));
    }

    [Fact]
    public void Evidence_is_complete_when_every_volume_has_a_snapshot()
    {
        var attribute = new InstanceSnapshots();
        var wanted = InstanceSnapshots.Wanted("finding", ["vol-2", "vol-1"]);

        Assert.True(attribute.Matches(AttributeValue.Parse("""{"snapshots":{"vol-1":"snap-1","vol-2":"snap-2","vol-3":"snap-3"}}"""), wanted));
        Assert.False(attribute.Matches(AttributeValue.Parse("""{"snapshots":{"vol-1":"snap-1"}}"""), wanted));
        Assert.False(attribute.Matches(AttributeValue.Absent, wanted));
        Assert.Equal("a snapshot of each of vol-1, vol-2", attribute.Describe(wanted));
        Assert.Equal("snap-1 of vol-1", attribute.Describe(AttributeValue.Parse("""{"snapshots":{"vol-1":"snap-1"}}""")));
    }

    [Theory]
    [InlineData("arn:aws:guardduty:eu-west-1:1:detector/d/finding/f", "arn:aws:guardduty:eu-west-1:1:detector/d/finding/f")]
    [InlineData("<script>\n\"x\"", "_script___x_")]
    public void Text_from_a_finding_becomes_a_valid_tag(string text, string tag) => Assert.Equal(tag, EngineTags.Value(text));

    [Fact]
    public void A_tag_is_cut_at_its_limit() => Assert.Equal(256, EngineTags.Value(new string('a', 1000)).Length);

    [Fact]
    public void Options_are_words_and_an_unknown_one_is_an_error()
    {
        var info = new IsolateInstance().OptionsInfo;

        Assert.Equal(OpenFlows.Cut, ((IsolateInstanceOptions)JsonSerializer.Deserialize("""{"flows":"cut"}""", info)!).Flows);
        Assert.Equal(OpenFlows.Keep, ((IsolateInstanceOptions)JsonSerializer.Deserialize("{}", info)!).Flows);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"flows":"sometimes"}""", info));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"flow":"cut"}""", info));
    }
}
