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

    public static IReadOnlyList<Permission> ReadPermissions { get; } = IamArns.OnRole("iam:GetRolePolicy");

    public static IReadOnlyList<Permission> WritePermissions { get; } = IamArns.OnRole("iam:PutRolePolicy", "iam:DeleteRolePolicy");

    public static async Task<AttributeValue> ReadAsync(AwsSession aws, string role, string policy, CancellationToken cancel)
    {
        try
        {
            var request = new GetRolePolicyRequest { RoleName = role, PolicyName = policy };
            return InlinePolicy.Parse((await aws.Client<IAmazonIdentityManagementService>().GetRolePolicyAsync(request, cancel).ConfigureAwait(false)).PolicyDocument);
        }
        catch (NoSuchEntityException)
        {
            return AttributeValue.Absent;
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
}
