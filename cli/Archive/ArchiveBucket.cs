using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Archiving;
using Remediator.Cli.Output;
using Remediator.Execution;

namespace Remediator.Cli.Archive;

/// <summary>The archive's bucket, looked at before anything is written to it: a mistyped name must not leave audit entries where they can be changed.</summary>
internal static class ArchiveBucket
{
    /// <exception cref="CliException">It can't be reached, is another account's, or locks nothing.</exception>
    public static async Task<BucketArchive> OpenAsync(string name, AwsConnection aws, CancellationToken cancel)
    {
        var owner = (await aws.CallerAsync(cancel)).Account;
        var s3 = new AmazonS3Client(aws.Credentials, (AmazonS3Config)aws.Endpoint.Apply(new AmazonS3Config(), aws.Region));
        try
        {
            var answer = await s3.GetObjectLockConfigurationAsync(new GetObjectLockConfigurationRequest { BucketName = name, ExpectedBucketOwner = owner }, cancel);
            if (answer.ObjectLockConfiguration?.Rule?.DefaultRetention is { Mode.Value.Length: > 0 })
            {
                return new BucketArchive(s3, name);
            }
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "ObjectLockConfigurationNotFoundError")
        {
            // As one that locks nothing by itself.
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw new CliException(
                $"The bucket {Shown.Text(name)} could not be looked at ({Shown.Text(AwsFailure.Describe(e))}). Nothing was written. Its name is the stack's output AuditBucket; it must belong to account {owner}, "
                + $"be in {aws.Region}, and you need s3:GetBucketObjectLockConfiguration on it.");
        }

        throw new CliException($"The bucket {Shown.Text(name)} has no object lock with a retention of its own: whoever may write there could change what is kept. Nothing was written. The archive's name is the stack's output AuditBucket.");
    }
}
