using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The ARN of the policy that bounds what a role can do; absent when it has no boundary.</summary>
/// <remarks>The target's id is the role name. Sessions that are issued already are bound too: IAM evaluates it on every call.</remarks>
public sealed class RolePermissionsBoundary : ResourceAttribute
{
    public override string Label => "permissions boundary of the role";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = IamArns.OnRole("iam:GetRole");

    public override IReadOnlyList<Permission> WritePermissions { get; } = IamArns.OnRole("iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary");

    public static Target TargetOf(string role) => new(ResourceKinds.Role, role);

    /// <summary>AWS's own policy that denies every action on every resource, also where a resource's policy allows the role.</summary>
    public static AttributeValue DenyAll(string partition) => AttributeValue.Of($"arn:{partition}:iam::aws:policy/AWSDenyAll");

    /// <summary>The boundary in the answer about a role.</summary>
    public static AttributeValue Of(Role role) =>
        role.PermissionsBoundary?.PermissionsBoundaryArn is { Length: > 0 } arn ? AttributeValue.Of(arn) : AttributeValue.Absent;

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            return Of((await aws.Client<IAmazonIdentityManagementService>().GetRoleAsync(new GetRoleRequest { RoleName = target.Id }, cancel).ConfigureAwait(false)).Role);
        }
        catch (NoSuchEntityException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var iam = aws.Client<IAmazonIdentityManagementService>();
        if (!request.Wanted.IsAbsent)
        {
            var put = new PutRolePermissionsBoundaryRequest { RoleName = request.Target.Id, PermissionsBoundary = request.Wanted.ToString() };
            await iam.PutRolePermissionsBoundaryAsync(put, cancel).ConfigureAwait(false);
            return;
        }

        try
        {
            await iam.DeleteRolePermissionsBoundaryAsync(new DeleteRolePermissionsBoundaryRequest { RoleName = request.Target.Id }, cancel).ConfigureAwait(false);
        }
        catch (NoSuchEntityException)
        {
            // Gone already, with its role perhaps: absent is what was wanted.
        }
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "none" : value.ToString();
}
