using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One execution's inline policy on a role that denies everything to some of its sessions.</summary>
/// <remarks>
/// The target's id is <c>role#execution</c> and the policy's name carries the execution: two incidents on one role never write the
/// same thing. A policy shared by all of them would have to be read, changed and written back, and IAM has neither conditional
/// writes nor reads that are sure to be current, so that one incident could silently take back the other's containment.
/// </remarks>
public sealed class RoleSessionCutoff : ResourceAttribute
{
    public const string PolicyPrefix = "RemediatorCutSessions-";

    private const string Sid = "RemediatorCutSessions";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public override string Label => "session cut-off of the role";

    public override IReadOnlyList<Permission> ReadPermissions => RoleInlinePolicy.ReadPermissions;

    public override IReadOnlyList<Permission> WritePermissions => RoleInlinePolicy.WritePermissions;

    public static Target TargetOf(string role, string executionId) => new(ResourceKinds.Role, $"{role}#{executionId}");

    /// <summary>Denies everything to sessions that were issued before an instant.</summary>
    public static AttributeValue IssuedBefore(DateTimeOffset instant) =>
        InlinePolicy.DenyAll(Sid, new JsonObject { ["DateLessThan"] = new JsonObject { ["aws:TokenIssueTime"] = instant.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture) } });

    /// <summary>Denies everything to the sessions of one name: <c>AROA...:session</c>.</summary>
    /// <remarks>For credentials of an instance the name is the instance id: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html.</remarks>
    public static AttributeValue OfSession(string userId) =>
        InlinePolicy.DenyAll(Sid, new JsonObject { ["StringEquals"] = new JsonObject { ["aws:userid"] = userId } });

    /// <summary>The instant of a value made by <see cref="IssuedBefore"/>; null for every other value.</summary>
    public static DateTimeOffset? Instant(AttributeValue value) =>
        DateTimeOffset.TryParseExact(Condition(value, "DateLessThan", "aws:TokenIssueTime"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && value == IssuedBefore(instant) ? instant : null;

    /// <summary>People approve that the sessions are cut when the plan is applied, not when it was shown to them: later means more of them.</summary>
    public override AttributeValue Timeless(AttributeValue wanted) => Instant(wanted) is null ? wanted : AttributeValue.Of("the sessions issued until this is applied");

    public override Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (role, policy) = Split(target);
        return RoleInlinePolicy.ReadAsync(aws, role, policy, cancel);
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => RoleInlinePolicy.IsRoleGoneAsync(aws, Split(target).Role, cancel);

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (role, policy) = Split(request.Target);
        return RoleInlinePolicy.WriteAsync(aws, role, policy, request.Wanted, cancel);
    }

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "none"
        : Instant(value) is { } instant ? $"denies every action to sessions issued before {instant.ToString(TimeFormat, CultureInfo.InvariantCulture)}"
        : Condition(value, "StringEquals", "aws:userid") is { } session ? $"denies every action to the session {session}"
        : value.ToString();

    private static string? Condition(AttributeValue value, string test, string key) =>
        value.ToNode() is JsonObject document && document["Statement"] is JsonArray { Count: 1 } list && list[0] is JsonObject statement
            && statement["Condition"] is JsonObject condition && condition[test] is JsonObject keys && keys[key] is JsonValue wanted && wanted.TryGetValue(out string? text)
            ? text
            : null;

    private static (string Role, string Policy) Split(Target target) =>
        target.Id.Split('#') is [var role, var execution] ? (role, PolicyPrefix + execution) : throw new InvalidOperationException($"{target} is not of the form role#execution");
}
