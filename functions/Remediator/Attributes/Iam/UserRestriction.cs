using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One execution's inline policy on a user that denies some actions; target <c>user#execution</c>.</summary>
public sealed class UserRestriction : ResourceAttribute
{
    public override string Label => "denied actions of the user";

    public override IReadOnlyList<Permission> ReadPermissions => UserInlinePolicy.ReadPermissions;

    public override IReadOnlyList<Permission> WritePermissions => UserInlinePolicy.WritePermissions;

    public static Target TargetOf(string user, string executionId) => new(ResourceKinds.User, $"{user}#{executionId}");

    public override Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (user, policy) = Restriction.Split(target);
        return UserInlinePolicy.ReadAsync(aws, user, policy, cancel);
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (user, policy) = Restriction.Split(request.Target);
        return UserInlinePolicy.WriteAsync(aws, user, policy, request.Wanted, cancel);
    }

    public override string Describe(AttributeValue value) => Restriction.Describe(value);
}
