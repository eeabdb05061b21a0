using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The engine's inline policy on a user that denies everything; absent when the user is not contained.</summary>
/// <remarks>
/// The target's id is the user name. IAM evaluates the user's policies on every call, so this stops all of the user's keys, its
/// console sessions and the sessions that it got from GetSessionToken and GetFederationToken; roles it already assumed go on.
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html.
/// </remarks>
public sealed class UserDenyPolicy : ResourceAttribute
{
    /// <summary>A policy of this name that somebody else made is recorded and put back by an undo.</summary>
    public const string PolicyName = "RemediatorDenyAll";

    /// <summary>All inline policies of a user together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.</summary>
    private const int Quota = 2048;

    public static AttributeValue DenyAll { get; } = InlinePolicy.DenyAll(PolicyName);

    public override string Label => "deny policy of the user";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = IamArns.OnUser("iam:GetUserPolicy");

    public override IReadOnlyList<Permission> WritePermissions { get; } = IamArns.OnUser("iam:PutUserPolicy", "iam:DeleteUserPolicy");

    public static Target TargetOf(string user) => new(ResourceKinds.User, user);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var request = new GetUserPolicyRequest { UserName = target.Id, PolicyName = PolicyName };
            return InlinePolicy.Parse((await aws.Client<IAmazonIdentityManagementService>().GetUserPolicyAsync(request, cancel).ConfigureAwait(false)).PolicyDocument);
        }
        catch (NoSuchEntityException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (user, iam) = (request.Target.Id, aws.Client<IAmazonIdentityManagementService>());
        try
        {
            if (!request.Wanted.IsAbsent)
            {
                var put = new PutUserPolicyRequest { UserName = user, PolicyName = PolicyName, PolicyDocument = InlinePolicy.Text(request.Wanted) };
                await iam.PutUserPolicyAsync(put, cancel).ConfigureAwait(false);
                return;
            }

            await iam.DeleteUserPolicyAsync(new DeleteUserPolicyRequest { UserName = user, PolicyName = PolicyName }, cancel).ConfigureAwait(false);
        }
        catch (NoSuchEntityException) when (request.Wanted.IsAbsent)
        {
            // Gone already, with its user perhaps: absent is what was wanted.
        }
        catch (AmazonIdentityManagementServiceException e) when (InlinePolicy.NeedsWords(e))
        {
            throw InlinePolicy.Explain(e, $"user {user}", Quota);
        }
    }

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "none" : value == DenyAll ? "denies every action" : $"another policy named {PolicyName}";
}
