using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Reads and writes one inline policy of a user.</summary>
internal static class UserInlinePolicy
{
    /// <summary>All inline policies of a user together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.</summary>
    private const int Quota = 2048;

    public static IReadOnlyList<Permission> ReadPermissions { get; } = IamArns.OnUser("iam:GetUserPolicy");

    public static IReadOnlyList<Permission> WritePermissions { get; } = IamArns.OnUser("iam:PutUserPolicy", "iam:DeleteUserPolicy");

    public static async Task<AttributeValue> ReadAsync(AwsSession aws, string user, string policy, CancellationToken cancel)
    {
        try
        {
            var request = new GetUserPolicyRequest { UserName = user, PolicyName = policy };
            return InlinePolicy.Parse((await aws.Client<IAmazonIdentityManagementService>().GetUserPolicyAsync(request, cancel).ConfigureAwait(false)).PolicyDocument);
        }
        catch (NoSuchEntityException)
        {
            return AttributeValue.Absent;
        }
    }

    /// <summary>Whether there is no such user.</summary>
    /// <remarks>Whoever denies a user something reads the user first, and so has the permission.</remarks>
    public static async Task<bool> IsUserGoneAsync(AwsSession aws, string user, CancellationToken cancel)
    {
        try
        {
            await aws.Client<IAmazonIdentityManagementService>().GetUserAsync(new GetUserRequest { UserName = user }, cancel).ConfigureAwait(false);
            return false;
        }
        catch (NoSuchEntityException)
        {
            return true;
        }
    }

    public static async Task WriteAsync(AwsSession aws, string user, string policy, AttributeValue wanted, CancellationToken cancel)
    {
        var iam = aws.Client<IAmazonIdentityManagementService>();
        try
        {
            if (!wanted.IsAbsent)
            {
                var put = new PutUserPolicyRequest { UserName = user, PolicyName = policy, PolicyDocument = InlinePolicy.Text(wanted) };
                await iam.PutUserPolicyAsync(put, cancel).ConfigureAwait(false);
                return;
            }

            await iam.DeleteUserPolicyAsync(new DeleteUserPolicyRequest { UserName = user, PolicyName = policy }, cancel).ConfigureAwait(false);
        }
        catch (NoSuchEntityException) when (wanted.IsAbsent)
        {
            // Gone already, with its user perhaps: absent is what was wanted.
        }
        catch (AmazonIdentityManagementServiceException e) when (InlinePolicy.NeedsWords(e))
        {
            throw InlinePolicy.Explain(e, $"user {user}", Quota);
        }
    }
}
