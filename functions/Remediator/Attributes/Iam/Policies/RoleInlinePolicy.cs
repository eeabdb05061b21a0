using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Reads and writes one inline policy of a role.</summary>
internal static class RoleInlinePolicy
{
    /// <summary>All inline policies of a role together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.</summary>
    private const int Quota = 10240;

    public static IReadOnlyList<Permission> ReadPermissions { get; } = IamArns.OnRole("iam:ListRolePolicies", "iam:GetRolePolicy");

    public static IReadOnlyList<Permission> WritePermissions { get; } = IamArns.OnRole("iam:PutRolePolicy", "iam:DeleteRolePolicy");

    /// <remarks>The names are looked at first: that there is no such policy is the usual answer, and an error costs a cold start more than a call.</remarks>
    public static async Task<AttributeValue> ReadAsync(AwsSession aws, string role, string policy, CancellationToken cancel)
    {
        var iam = aws.Client<IAmazonIdentityManagementService>();
        try
        {
            return await ExistsAsync(iam, role, policy, cancel).ConfigureAwait(false)
                ? InlinePolicy.Parse((await iam.GetRolePolicyAsync(new GetRolePolicyRequest { RoleName = role, PolicyName = policy }, cancel).ConfigureAwait(false)).PolicyDocument)
                : AttributeValue.Absent;
        }
        catch (NoSuchEntityException)
        {
            return AttributeValue.Absent;
        }
    }

    /// <summary>Whether there is no such role.</summary>
    public static async Task<bool> IsRoleGoneAsync(AwsSession aws, string role, CancellationToken cancel)
    {
        try
        {
            await aws.Client<IAmazonIdentityManagementService>().ListRolePoliciesAsync(new ListRolePoliciesRequest { RoleName = role }, cancel).ConfigureAwait(false);
            return false;
        }
        catch (NoSuchEntityException)
        {
            return true;
        }
    }

    public static async Task WriteAsync(AwsSession aws, string role, string policy, AttributeValue wanted, CancellationToken cancel)
    {
        var iam = aws.Client<IAmazonIdentityManagementService>();
        try
        {
            if (!wanted.IsAbsent)
            {
                var put = new PutRolePolicyRequest { RoleName = role, PolicyName = policy, PolicyDocument = InlinePolicy.Text(wanted) };
                await iam.PutRolePolicyAsync(put, cancel).ConfigureAwait(false);
                return;
            }

            await iam.DeleteRolePolicyAsync(new DeleteRolePolicyRequest { RoleName = role, PolicyName = policy }, cancel).ConfigureAwait(false);
        }
        catch (NoSuchEntityException) when (wanted.IsAbsent)
        {
            // Gone already, with its role perhaps: absent is what was wanted.
        }
        catch (AmazonIdentityManagementServiceException e) when (InlinePolicy.NeedsWords(e))
        {
            throw InlinePolicy.Explain(e, $"role {role}", Quota);
        }
    }

    private static async Task<bool> ExistsAsync(IAmazonIdentityManagementService iam, string role, string policy, CancellationToken cancel)
    {
        string? marker = null;
        do
        {
            var page = await iam.ListRolePoliciesAsync(new ListRolePoliciesRequest { RoleName = role, Marker = marker }, cancel).ConfigureAwait(false);
            if (page.PolicyNames?.Contains(policy) is true)
            {
                return true;
            }

            marker = page.IsTruncated is true ? page.Marker : null;
        }
        while (marker is not null);

        return false;
    }
}
