using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The policy of a bucket; absent when it has none.</summary>
/// <remarks>The target's id is the bucket name; every call carries the account as expected owner.</remarks>
public sealed class BucketPolicy : ResourceAttribute
{
    private const string Bucket = "arn:{partition}:s3:::{bucketName}";

    public override string Label => "bucket policy";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("s3:GetBucketPolicy", Bucket)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("s3:PutBucketPolicy", Bucket), new("s3:DeleteBucketPolicy", Bucket)];

    public static Target TargetOf(string bucket) => new(ResourceKinds.Bucket, bucket);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var request = new GetBucketPolicyRequest { BucketName = target.Id, ExpectedBucketOwner = aws.Account };
            var response = await aws.Client<IAmazonS3>().GetBucketPolicyAsync(request, cancel).ConfigureAwait(false);
            return response.HttpStatusCode == HttpStatusCode.NotFound ? Missing(response.Policy)
                : response.Policy is ['{', ..] policy ? InlinePolicy.OfText(policy)
                : throw new RemediationException($"S3's answer about the policy of bucket {target.Id} is no policy");
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchBucketPolicy")
        {
            return AttributeValue.Absent;
        }
        catch (AmazonS3Exception e) when (S3Failure.NeedsWords(e))
        {
            throw S3Failure.Explain(e, target.Id, aws);
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (bucket, s3) = (request.Target.Id, aws.Client<IAmazonS3>());
        try
        {
            if (request.Wanted.IsAbsent)
            {
                await s3.DeleteBucketPolicyAsync(new DeleteBucketPolicyRequest { BucketName = bucket, ExpectedBucketOwner = aws.Account }, cancel).ConfigureAwait(false);
                return;
            }

            var put = new PutBucketPolicyRequest { BucketName = bucket, ExpectedBucketOwner = aws.Account, Policy = InlinePolicy.Text(request.Wanted) };
            await s3.PutBucketPolicyAsync(put, cancel).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "AccessDenied" && !request.Wanted.IsAbsent && PublicStatements.In(request.Wanted).Count > 0)
        {
            throw new RemediationException($"S3 refuses the policy of {bucket}, which is public: Block Public Access of the bucket, its account or its organization forbids public policies ({e.Message})");
        }
        catch (AmazonS3Exception e) when (S3Failure.NeedsWords(e))
        {
            throw S3Failure.Explain(e, bucket, aws);
        }
    }

    /// <summary>The official client takes a 404 for an answer and gives the error document as the policy.</summary>
    private static AttributeValue Missing(string document) =>
        document.Contains("<Code>NoSuchBucketPolicy</Code>", StringComparison.Ordinal)
            ? AttributeValue.Absent
            : !document.Contains("<Code>NoSuchBucket</Code>", StringComparison.Ordinal) ? throw new RemediationException("S3 answers that it has not found what was asked for, and not what that is")
            : throw new AmazonS3Exception("The specified bucket does not exist", ErrorType.Sender, "NoSuchBucket", null, HttpStatusCode.NotFound);

    public override string Describe(AttributeValue value) => value.ToNode() switch
    {
        null => "none",
        JsonObject => PublicStatements.In(value) is { Count: > 0 } open ? $"{value} (public: {string.Join(", ", open)})" : value.ToString(),
        _ => value.ToString(),
    };
}
