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

    public static AttributeValue DenyAll { get; } = InlinePolicy.DenyAll(PolicyName);

    public override string Label => "deny policy of the user";

    public override IReadOnlyList<Permission> ReadPermissions => UserInlinePolicy.ReadPermissions;

    public override IReadOnlyList<Permission> WritePermissions => UserInlinePolicy.WritePermissions;

    public static Target TargetOf(string user) => new(ResourceKinds.User, user);

    public override Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        UserInlinePolicy.ReadAsync(aws, target.Id, PolicyName, cancel);

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => UserInlinePolicy.IsUserGoneAsync(aws, target.Id, cancel);

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        UserInlinePolicy.WriteAsync(aws, request.Target.Id, PolicyName, request.Wanted, cancel);

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "none" : value == DenyAll ? "denies every action" : $"another policy named {PolicyName}";
}
