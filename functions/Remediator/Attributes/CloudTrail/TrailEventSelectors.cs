using System.Text.Json;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>What a trail records: its event selectors, basic or advanced; absent when there is no such trail.</summary>
/// <remarks>CloudTrail takes them only in the trail's home Region, all of them at once, and of one sort.</remarks>
public sealed class TrailEventSelectors : ResourceAttribute
{
    public override string Label => "event selectors of the trail";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("cloudtrail:GetEventSelectors", TrailLogging.Trail)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("cloudtrail:PutEventSelectors", TrailLogging.Trail)];

    public static Target TargetOf(string trail) => new(ResourceKinds.Trail, trail);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var live = await aws.Client<IAmazonCloudTrail>().GetEventSelectorsAsync(new GetEventSelectorsRequest { TrailName = target.Id }, cancel).ConfigureAwait(false);
            return SelectorValue.Of(live.EventSelectors, live.AdvancedEventSelectors);
        }
        catch (TrailNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        using var wanted = JsonDocument.Parse(request.Wanted.Json ?? "null");
        var (basic, advanced) = SelectorValue.Parse(wanted.RootElement);
        return aws.Client<IAmazonCloudTrail>().PutEventSelectorsAsync(
            new PutEventSelectorsRequest { TrailName = request.Target.Id, EventSelectors = basic, AdvancedEventSelectors = advanced }, cancel);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "no such trail" : SelectorValue.Describe(value);
}
