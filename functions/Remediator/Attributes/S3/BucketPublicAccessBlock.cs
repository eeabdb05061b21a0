using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The four Block Public Access flags of one bucket; absent when the bucket has no such configuration.</summary>
/// <remarks>
/// The target's id is the bucket name. Every call carries the account as expected owner, so that a bucket of that name in
/// another account (deleted, and created again by somebody else) is refused by S3 and never touched.
/// </remarks>
public sealed class BucketPublicAccessBlock : ResourceAttribute
{
    private const string Bucket = "arn:{partition}:s3:::{bucketName}";

    /// <summary>All four flags on.</summary>
    public static AttributeValue AllOn { get; } = Value(true, true, true, true);

    public override string Label => "Block Public Access";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("s3:GetBucketPublicAccessBlock", Bucket)];

    /// <remarks>Deleting the configuration is authorized by the same action as putting it.</remarks>
    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("s3:PutBucketPublicAccessBlock", Bucket)];

    public static AttributeValue Value(bool blockAcls, bool ignoreAcls, bool blockPolicy, bool restrictBuckets) =>
        AttributeValue.Of(new JsonObject
        {
            ["blockPublicAcls"] = blockAcls,
            ["ignorePublicAcls"] = ignoreAcls,
            ["blockPublicPolicy"] = blockPolicy,
            ["restrictPublicBuckets"] = restrictBuckets,
        });

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var request = new GetPublicAccessBlockRequest { BucketName = target.Id, ExpectedBucketOwner = aws.Account };
            var flags = (await aws.Client<IAmazonS3>().GetPublicAccessBlockAsync(request, cancel).ConfigureAwait(false)).PublicAccessBlockConfiguration;
            return Value(flags.BlockPublicAcls ?? false, flags.IgnorePublicAcls ?? false, flags.BlockPublicPolicy ?? false, flags.RestrictPublicBuckets ?? false);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchPublicAccessBlockConfiguration")
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
                await s3.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { BucketName = bucket, ExpectedBucketOwner = aws.Account }, cancel).ConfigureAwait(false);
                return;
            }

            var put = new PutPublicAccessBlockRequest { BucketName = bucket, ExpectedBucketOwner = aws.Account, PublicAccessBlockConfiguration = Flags(request.Wanted) };
            await s3.PutPublicAccessBlockAsync(put, cancel).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (S3Failure.NeedsWords(e))
        {
            throw S3Failure.Explain(e, bucket, aws);
        }
    }

    public override string Describe(AttributeValue value) => value.ToNode() is not JsonObject flags
        ? "not configured"
        : flags.Where(f => f.Value!.GetValue<bool>()).Select(f => f.Key).ToList() switch
        {
            { Count: 0 } => "all four flags off",
            var on when on.Count == flags.Count => "all four flags on",
            var on => $"only {string.Join(", ", on)} on",
        };

    private static PublicAccessBlockConfiguration Flags(AttributeValue value)
    {
        var flags = (JsonObject)value.ToNode()!;
        return new PublicAccessBlockConfiguration
        {
            BlockPublicAcls = flags["blockPublicAcls"]!.GetValue<bool>(),
            IgnorePublicAcls = flags["ignorePublicAcls"]!.GetValue<bool>(),
            BlockPublicPolicy = flags["blockPublicPolicy"]!.GetValue<bool>(),
            RestrictPublicBuckets = flags["restrictPublicBuckets"]!.GetValue<bool>(),
        };
    }
}
