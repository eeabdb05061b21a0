using Amazon.GuardDuty;
using Amazon.GuardDuty.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a feature of a GuardDuty detector is on, or one of its additional configurations; absent where the detector does not list it.</summary>
/// <remarks>The target's id is detector and feature, and the additional configuration if it is one: <c>12ab/RUNTIME_MONITORING/EC2_AGENT_MANAGEMENT</c>.</remarks>
public sealed class DetectorFeatureStatus : ResourceAttribute
{
    public override string Label => "feature of GuardDuty";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("guardduty:GetDetector", DetectorActivity.Detector)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("guardduty:UpdateDetector", DetectorActivity.Detector)];

    public static Target TargetOf(string detector, string feature, string? additional) =>
        new(ResourceKinds.Detector, additional is null ? $"{detector}/{feature}" : $"{detector}/{feature}/{additional}");

    public override ResourceIdentity LeaseOf(string account, string region, Target target) => ResourceIdentity.Of(account, region, target.Kind, target.Id.Split('/')[0]);

    /// <exception cref="RemediationException">GuardDuty does not say.</exception>
    public static AttributeValue Of(GetDetectorResponse detector, string feature, string? additional)
    {
        if (Find(detector, feature) is not { } found)
        {
            return AttributeValue.Absent;
        }

        var part = additional is null ? null : found.AdditionalConfiguration?.Find(a => a.Name?.Value == additional);
        return additional is not null && part is null ? AttributeValue.Absent
            : (part?.Status ?? (additional is null ? found.Status : null))?.Value switch
            {
                "ENABLED" => AttributeValue.Of(true),
                "DISABLED" => AttributeValue.Of(false),
                _ => throw new RemediationException($"GuardDuty does not say whether {additional ?? feature} is on"),
            };
    }

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (detector, feature, additional) = Parse(target);
        return Of(await aws.Client<IAmazonGuardDuty>().GetDetectorAsync(new GetDetectorRequest { DetectorId = detector }, cancel).ConfigureAwait(false), feature, additional);
    }

    /// <remarks>An additional configuration is sent with its feature as that is.</remarks>
    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (detector, feature, additional) = Parse(request.Target);
        var guardDuty = aws.Client<IAmazonGuardDuty>();
        var wanted = request.Wanted.IsAbsent ? throw new InvalidOperationException("no plan takes a feature of GuardDuty away")
            : request.Wanted == AttributeValue.Of(true) ? FeatureStatus.ENABLED : FeatureStatus.DISABLED;
        var update = new DetectorFeatureConfiguration { Name = feature, Status = wanted };
        if (additional is not null)
        {
            var live = await guardDuty.GetDetectorAsync(new GetDetectorRequest { DetectorId = detector }, cancel).ConfigureAwait(false);
            update.Status = Find(live, feature)?.Status ?? throw new RemediationException($"the detector does not list {feature} any more");
            update.AdditionalConfiguration = [new DetectorAdditionalConfiguration { Name = additional, Status = wanted }];
        }

        await guardDuty.UpdateDetectorAsync(new UpdateDetectorRequest { DetectorId = detector, Features = [update] }, cancel).ConfigureAwait(false);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "not offered" : value == AttributeValue.Of(true) ? "on" : "off";

    private static DetectorFeatureConfigurationResult? Find(GetDetectorResponse detector, string feature) => detector.Features?.Find(f => f.Name?.Value == feature);

    private static (string Detector, string Feature, string? Additional) Parse(Target target) => target.Id.Split('/') switch
    {
        [var detector, var feature] => (detector, feature, null),
        [var detector, var feature, var additional] => (detector, feature, additional),
        _ => throw new ArgumentException($"no feature of a detector: {target}", nameof(target)),
    };
}
