using System.Text.Json.Nodes;
using Amazon.S3Control;
using Amazon.S3Control.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The four Block Public Access flags of a whole account; absent when it has no such configuration.</summary>
/// <remarks>The target's id is the account. The setting is one for all Regions and reaches them after a while.</remarks>
public sealed class AccountPublicAccessBlock : ResourceAttribute
{
    public override string Label => "Block Public Access of the account";

    /// <remarks>IAM takes no resource for these two actions.</remarks>
    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("s3:GetAccountPublicAccessBlock")];

    /// <remarks>Deleting the configuration is authorized by the same action as putting it.</remarks>
    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("s3:PutAccountPublicAccessBlock")];

    public static Target TargetOf(string account) => new(ResourceKinds.Account, account);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var request = new GetPublicAccessBlockRequest { AccountId = target.Id };
            var flags = (await aws.Client<IAmazonS3Control>().GetPublicAccessBlockAsync(request, cancel).ConfigureAwait(false)).PublicAccessBlockConfiguration;
            return BucketPublicAccessBlock.Value(flags.BlockPublicAcls ?? false, flags.IgnorePublicAcls ?? false, flags.BlockPublicPolicy ?? false, flags.RestrictPublicBuckets ?? false);
        }
        catch (AmazonS3ControlException e) when (e.ErrorCode == "NoSuchPublicAccessBlockConfiguration")
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (account, s3) = (request.Target.Id, aws.Client<IAmazonS3Control>());
        try
        {
            if (request.Wanted.ToNode() is not JsonObject flags)
            {
                await s3.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { AccountId = account }, cancel).ConfigureAwait(false);
                return;
            }

            var put = new PutPublicAccessBlockRequest { AccountId = account, PublicAccessBlockConfiguration = Flags(flags) };
            await s3.PutPublicAccessBlockAsync(put, cancel).ConfigureAwait(false);
        }
        catch (AmazonS3ControlException e) when (e.ErrorCode == "AccessDenied")
        {
            throw new RemediationException($"S3 refuses to change Block Public Access of account {account}: an S3 policy of the organization may hold it, or the action role does not allow the call ({e.Message})");
        }
    }

    public override string Describe(AttributeValue value) => new BucketPublicAccessBlock().Describe(value);

    private static PublicAccessBlockConfiguration Flags(JsonObject flags) => new()
    {
        BlockPublicAcls = flags["blockPublicAcls"]!.GetValue<bool>(),
        IgnorePublicAcls = flags["ignorePublicAcls"]!.GetValue<bool>(),
        BlockPublicPolicy = flags["blockPublicPolicy"]!.GetValue<bool>(),
        RestrictPublicBuckets = flags["restrictPublicBuckets"]!.GetValue<bool>(),
    };
}
