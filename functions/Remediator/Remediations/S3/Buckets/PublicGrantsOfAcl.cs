using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.FindingSources.CloudTrail;

namespace Remediator.Remediations;

/// <summary>What the ACL of a bucket grants to everybody, in words: while public ACLs are ignored, S3 shows it without that.</summary>
/// <remarks>The policy stays to be read. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html</remarks>
internal static class PublicGrantsOfAcl
{
    public static readonly Permission Permission = new("s3:GetBucketAcl", "arn:{partition}:s3:::{bucketName}");

    /// <summary>Null where it grants nothing to everybody. It only tells: whatever keeps it from being read must not keep the bucket open.</summary>
    public static async Task<string?> ReadAsync(ObserveContext context, string bucket, CancellationToken cancel)
    {
        try
        {
            var request = new GetBucketAclRequest { BucketName = bucket, ExpectedBucketOwner = context.Aws.Account };
            var acl = await context.Aws.Client<IAmazonS3>().GetBucketAclAsync(request, cancel).ConfigureAwait(false);
            var granted = (acl.Grants ?? []).Where(g => PublicGrants.Everybody.Contains(g.Grantee?.URI, StringComparer.Ordinal)).Select(g => g.Permission.Value).Distinct().Order(StringComparer.Ordinal).ToList();
            return granted.Count == 0 ? null : $"Its ACL grants {string.Join(", ", granted)} to everybody; while this is on, S3 shows the ACL without that.";
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && AwsFailure.IsExpected(e))
        {
            return "What its ACL grants to everybody could not be read, and S3 does not show it while this is on.";
        }
    }
}
