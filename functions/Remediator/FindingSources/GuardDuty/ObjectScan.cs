using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads the result of scanning one S3 object, which comes also where GuardDuty itself is off and makes no finding.</summary>
/// <remarks>https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html</remarks>
internal static class ObjectScan
{
    public const string DetailType = "GuardDuty Malware Protection Object Scan Result";
    public const string DetailPattern = """{"scanResultDetails":{"scanResultStatus":["THREATS_FOUND"]}}""";

    /// <summary>The type of GuardDuty's own finding about it, so that the same playbooks answer.</summary>
    private const string Type = "Object:S3/MaliciousFile";

    public static SourceResult Read(string source, EventEnvelope envelope, string raw)
    {
        var result = envelope.Body.Field("scanResultDetails");
        if (result.Text("scanResultStatus") is not { } status)
            return new SourceResult.Rejected($"the event '{DetailType}' has no result");
        if (status != "THREATS_FOUND")
            return new SourceResult.Rejected($"the scan of an object came to {SafeText.Quote(status)} and found no threat") { IsHarmless = true };
        var item = envelope.Body.Field("s3ObjectDetails");
        if (item.Identifier("bucketName") is not { } bucket || item.Identifier("objectKey") is not { } key)
            return new SourceResult.Rejected("the result of an object's scan names no bucket or no object");
        if (FindingScope.Resolve(null, null, null, null, envelope) is not { } scope)
            return FindingScope.Missing("the result of an object's scan");

        // The same key can hold another object tomorrow: version and content belong to the identity.
        var version = item.Identifier("versionId");
        var arn = $"arn:{scope.Partition}:s3:::{bucket}/{key}";
        return new SourceResult.Parsed([new Finding
        {
            Id = SafeText.IdentifierOrNull($"{arn}?versionId={version}&eTag={item.Identifier("eTag")}") ?? arn,
            Source = source,
            Type = Type,
            Severity = Severity.Of(SeverityLabel.High),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources =
            [
                new ResourceRef(ResourceKinds.S3Object, key, arn) { Details = DetailBag.Of((ResourceDetails.BucketName, bucket), (ResourceDetails.Version, version), (ResourceDetails.ETag, item.Identifier("eTag"))) },
                new ResourceRef(ResourceKinds.Bucket, bucket, $"arn:{scope.Partition}:s3:::{bucket}"),
            ],
            Role = ResourceRole.Target,
            UpdatedAt = envelope.Time,
            Title = $"Malware in an S3 object: {string.Join(", ", result.Field("threats").Items().Select(t => t.Text("name")).OfType<string>().Take(5))}",
            Raw = raw,
        }]);
    }
}
