using System.Security.Cryptography;
using System.Text;
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
        if (item.Identifier("bucketName") is not { } bucket || item.Text("objectKey") is not { Length: > 0 } named)
            return new SourceResult.Rejected("the result of an object's scan names no bucket or no object");
        if (FindingScope.Resolve(null, null, null, null, envelope) is not { } scope)
            return FindingScope.Missing("the result of an object's scan");

        // The same key can hold another object tomorrow: version and content belong to the identity.
        var version = item.Identifier("versionId");
        var ofBucket = $"arn:{scope.Partition}:s3:::{bucket}";

        // A key of characters that can't be seen could mislead whoever reads it: people are told of the bucket.
        var key = item.Identifier("objectKey");
        var arn = key is null ? $"{ofBucket}?key={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named)))}" : $"{ofBucket}/{key}";
        return new SourceResult.Parsed([new Finding
        {
            Id = SafeText.IdentifierOrNull($"{arn}?versionId={version}&eTag={item.Identifier("eTag")}") ?? arn,
            Source = source,
            Type = Type,
            Severity = Severity.Of(SeverityLabel.High),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = key is null ? [new ResourceRef(ResourceKinds.Bucket, bucket, ofBucket)] :
            [
                new ResourceRef(ResourceKinds.S3Object, key, arn) { Details = DetailBag.Of((ResourceDetails.BucketName, bucket), (ResourceDetails.Version, version), (ResourceDetails.ETag, item.Identifier("eTag"))) },
                new ResourceRef(ResourceKinds.Bucket, bucket, ofBucket),
            ],
            Role = ResourceRole.Target,
            UpdatedAt = envelope.Time,
            Title = $"Malware in an S3 object{(key is null ? $" whose key holds characters that cannot be shown ({SafeText.Quote(named)})" : "")}: {string.Join(", ", result.Field("threats").Items().Select(t => t.Text("name")).OfType<string>().Take(5))}",
            Raw = raw,
        }]);
    }
}
