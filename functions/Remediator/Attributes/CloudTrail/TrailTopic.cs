namespace Remediator.Attributes;

/// <summary>The topic that hears of each of a trail's files.</summary>
public sealed class TrailTopic : TrailSetting
{
    internal static TrailPart Topic { get; } = TrailPart.Text("topic", "topic", "snsTopicName", "snsTopicARN", t => t.SnsTopicARN, (r, text) => r.SnsTopicName = text);

    public override string Label => "notifications of the trail";

    internal override IReadOnlyList<TrailPart> Parts { get; } = [Topic];
}
