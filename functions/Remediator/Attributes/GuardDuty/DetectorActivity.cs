using Amazon.GuardDuty;
using Amazon.GuardDuty.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a GuardDuty detector is enabled, and not suspended.</summary>
/// <remarks>It is only ever written true. A detector that is not there cannot be told from one of another account: GuardDuty refuses both alike.</remarks>
public sealed class DetectorActivity : ResourceAttribute
{
    internal const string Detector = "arn:{partition}:guardduty:{region}:{account}:detector/{detectorId}";

    public override string Label => "GuardDuty detector";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("guardduty:GetDetector", Detector)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("guardduty:UpdateDetector", Detector)];

    public static Target TargetOf(string detector) => new(ResourceKinds.Detector, detector);

    /// <exception cref="RemediationException">GuardDuty does not say.</exception>
    public static AttributeValue Of(GetDetectorResponse detector) =>
        detector.Status is { } status ? AttributeValue.Of(status == DetectorStatus.ENABLED) : throw new RemediationException("GuardDuty does not say whether the detector is enabled");

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        Of(await aws.Client<IAmazonGuardDuty>().GetDetectorAsync(new GetDetectorRequest { DetectorId = target.Id }, cancel).ConfigureAwait(false));

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted != AttributeValue.Of(true))
        {
            throw new InvalidOperationException("no plan suspends GuardDuty");
        }

        await aws.Client<IAmazonGuardDuty>().UpdateDetectorAsync(new UpdateDetectorRequest { DetectorId = request.Target.Id, Enable = true }, cancel).ConfigureAwait(false);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "no such detector" : value == AttributeValue.Of(true) ? "enabled" : "suspended";
}
