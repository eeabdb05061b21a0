using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One execution's inline policy on a user that denies some actions; target <c>user#execution</c>.</summary>
public sealed class UserRestriction : PrincipalRestriction
{
    public override string Label => "denied actions of the user";

    public override IReadOnlyList<Permission> ReadPermissions => UserInlinePolicy.ReadPermissions;

    public override IReadOnlyList<Permission> WritePermissions => UserInlinePolicy.WritePermissions;

    public static Target TargetOf(string user, string executionId) => TargetOf(ResourceKinds.User, user, executionId);

    protected override Task<bool> IsGoneAsync(AwsSession aws, string principal, CancellationToken cancel) => UserInlinePolicy.IsUserGoneAsync(aws, principal, cancel);

    protected override Task<AttributeValue> ReadAsync(AwsSession aws, string principal, string policy, CancellationToken cancel) =>
        UserInlinePolicy.ReadAsync(aws, principal, policy, cancel);

    protected override Task WriteAsync(AwsSession aws, string principal, string policy, AttributeValue wanted, CancellationToken cancel) =>
        UserInlinePolicy.WriteAsync(aws, principal, policy, wanted, cancel);
}
