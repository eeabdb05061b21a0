using Amazon.GuardDuty;
using Amazon.GuardDuty.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>How often a GuardDuty detector publishes findings that come again.</summary>
public sealed class DetectorPublishing : ResourceAttribute
{
    /// <summary>The fastest first.</summary>
    private static readonly string[] Frequencies = ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"];

    public override string Label => "publishing of GuardDuty's findings";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("guardduty:GetDetector", DetectorActivity.Detector)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("guardduty:UpdateDetector", DetectorActivity.Detector)];

    public static Target TargetOf(string detector) => new(ResourceKinds.Detector, detector);

    /// <summary>False where one of them is none that is known.</summary>
    public static bool IsFaster(string one, string other) =>
        Array.IndexOf(Frequencies, one) is >= 0 and var first && first < Array.IndexOf(Frequencies, other);

    /// <summary>Absent where GuardDuty does not say.</summary>
    public static AttributeValue Of(GetDetectorResponse detector) => detector.FindingPublishingFrequency is { } frequency ? AttributeValue.Of(frequency.Value) : AttributeValue.Absent;

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        Of(await aws.Client<IAmazonGuardDuty>().GetDetectorAsync(new GetDetectorRequest { DetectorId = target.Id }, cancel).ConfigureAwait(false)) is { IsAbsent: false } known
            ? known
            : throw new RemediationException("GuardDuty does not say how often it publishes findings");

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        request.Wanted.IsAbsent
            ? throw new InvalidOperationException("a detector always publishes at some frequency")
            : aws.Client<IAmazonGuardDuty>().UpdateDetectorAsync(new UpdateDetectorRequest { DetectorId = request.Target.Id, FindingPublishingFrequency = request.Wanted.ToString() }, cancel);
}
