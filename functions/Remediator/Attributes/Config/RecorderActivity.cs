using Amazon.ConfigService;
using Amazon.ConfigService.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a recorder of AWS Config records; absent when there is no such recorder.</summary>
/// <remarks>It is only ever written true.</remarks>
public sealed class RecorderActivity : ResourceAttribute
{
    internal const string Recorder = "arn:{partition}:config:{region}:{account}:configuration-recorder/{recorderName}/*";

    public override string Label => "recorder of AWS Config";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("config:DescribeConfigurationRecorderStatus", Recorder)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("config:StartConfigurationRecorder", Recorder)];

    public static Target TargetOf(string recorder) => new(ResourceKinds.ConfigRecorder, recorder);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonConfigService>().DescribeConfigurationRecorderStatusAsync(
                new DescribeConfigurationRecorderStatusRequest { ConfigurationRecorderNames = [target.Id] }, cancel).ConfigureAwait(false);
            var status = (response.ConfigurationRecordersStatus ?? []).Find(s => s.Name == target.Id);
            return status is null ? AttributeValue.Absent
                : status.Recording is { } records ? AttributeValue.Of(records)
                : throw new RemediationException($"AWS Config does not say whether {target.Id} records");
        }
        catch (NoSuchConfigurationRecorderException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted != AttributeValue.Of(true))
        {
            throw new InvalidOperationException("no plan stops a recorder of AWS Config");
        }

        await aws.Client<IAmazonConfigService>().StartConfigurationRecorderAsync(new StartConfigurationRecorderRequest { ConfigurationRecorderName = request.Target.Id }, cancel).ConfigureAwait(false);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "no such recorder" : value == AttributeValue.Of(true) ? "recording" : "stopped";
}
