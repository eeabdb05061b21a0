using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a trail logs; absent when there is no such trail.</summary>
/// <remarks>The target's id is the trail's name or ARN. It is only ever written true: to stop an audit trail is nothing that an engine does, an undo included.</remarks>
public sealed class TrailLogging : ResourceAttribute
{
    internal const string Trail = "arn:{partition}:cloudtrail:{region}:{account}:trail/{trailName}";

    public override string Label => "logging of the trail";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("cloudtrail:GetTrailStatus", Trail)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("cloudtrail:StartLogging", Trail)];

    public static Target TargetOf(string trail) => new(ResourceKinds.Trail, trail);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var status = await aws.Client<IAmazonCloudTrail>().GetTrailStatusAsync(new GetTrailStatusRequest { Name = target.Id }, cancel).ConfigureAwait(false);
            return status.IsLogging is { } logs ? AttributeValue.Of(logs) : throw new RemediationException($"CloudTrail does not say whether {target.Id} logs");
        }
        catch (TrailNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted != AttributeValue.Of(true))
        {
            throw new InvalidOperationException("no plan stops a trail");
        }

        await aws.Client<IAmazonCloudTrail>().StartLoggingAsync(new StartLoggingRequest { Name = request.Target.Id }, cancel).ConfigureAwait(false);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "no such trail" : value == AttributeValue.Of(true) ? "logging" : "stopped";
}
