using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One execution's inline policy on a role that denies some actions; target <c>role#execution</c>.</summary>
public sealed class RoleRestriction : ResourceAttribute
{
    public override string Label => "denied actions of the role";

    public override IReadOnlyList<Permission> ReadPermissions => RoleInlinePolicy.ReadPermissions;

    public override IReadOnlyList<Permission> WritePermissions => RoleInlinePolicy.WritePermissions;

    public static Target TargetOf(string role, string executionId) => new(ResourceKinds.Role, $"{role}#{executionId}");

    public override Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (role, policy) = Restriction.Split(target);
        return RoleInlinePolicy.ReadAsync(aws, role, policy, cancel);
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (role, policy) = Restriction.Split(request.Target);
        return RoleInlinePolicy.WriteAsync(aws, role, policy, request.Wanted, cancel);
    }

    public override string Describe(AttributeValue value) => Restriction.Describe(value);
}
