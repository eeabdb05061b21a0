using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One execution's inline policy on a role that denies some actions; target <c>role#execution</c>.</summary>
public sealed class RoleRestriction : PrincipalRestriction
{
    public override string Label => "denied actions of the role";

    public override IReadOnlyList<Permission> ReadPermissions => RoleInlinePolicy.ReadPermissions;

    public override IReadOnlyList<Permission> WritePermissions => RoleInlinePolicy.WritePermissions;

    public static Target TargetOf(string role, string executionId) => TargetOf(ResourceKinds.Role, role, executionId);

    protected override Task<bool> IsGoneAsync(AwsSession aws, string principal, CancellationToken cancel) => RoleInlinePolicy.IsRoleGoneAsync(aws, principal, cancel);

    protected override Task<AttributeValue> ReadAsync(AwsSession aws, string principal, string policy, CancellationToken cancel) =>
        RoleInlinePolicy.ReadAsync(aws, principal, policy, cancel);

    protected override Task WriteAsync(AwsSession aws, string principal, string policy, AttributeValue wanted, CancellationToken cancel) =>
        RoleInlinePolicy.WriteAsync(aws, principal, policy, wanted, cancel);
}
