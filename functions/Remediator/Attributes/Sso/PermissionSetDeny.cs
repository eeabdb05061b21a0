using System.Text.Json.Nodes;
using Amazon.SSOAdmin;
using Amazon.SSOAdmin.Model;
using Remediator.Attributes.Sso;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>What a permission set of IAM Identity Center denies to one user in one account: everything, or some actions; absent when there is no such set.</summary>
/// <remarks>
/// IAM lets nobody but Identity Center change the roles of permission sets, so the statement goes into the permission set's inline
/// policy, and from there into the account when it is provisioned, which takes Identity Center a while: until then the value says so,
/// as it does after whatever somebody else changes of the permission set.
/// See https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html.
/// </remarks>
public sealed class PermissionSetDeny : ResourceAttribute
{
    internal const string Instances = "arn:{partition}:sso:::instance/*";
    internal const string Sets = "arn:{partition}:sso:::permissionSet/*";
    internal const string Member = "arn:{partition}:sso:::account/{member}";

    private const string Separator = " ";
    private const string NotYet = ", latest version of the permission set not provisioned";

    public static AttributeValue Denied { get; } = AttributeValue.Of("denied");

    public static AttributeValue Allowed { get; } = AttributeValue.Of("not denied");

    /// <summary>In the order of the texts, so that the same actions are the same value.</summary>
    public static AttributeValue DeniedOnly(IEnumerable<string> actions) => AttributeValue.Of($"{Denied} {string.Join(Separator, actions.Order(StringComparer.Ordinal))}");

    public override string Label => "deny for the user in the permission set";

    public override IReadOnlyList<Permission> ReadPermissions { get; } =
    [
        new("sso:GetInlinePolicyForPermissionSet", Instances), new("sso:GetInlinePolicyForPermissionSet", Sets),
        new("sso:ListPermissionSetsProvisionedToAccount", Instances), new("sso:ListPermissionSetsProvisionedToAccount", Member),
    ];

    public override IReadOnlyList<Permission> WritePermissions { get; } =
    [
        new("sso:PutInlinePolicyToPermissionSet", Instances), new("sso:PutInlinePolicyToPermissionSet", Sets),
        new("sso:DeleteInlinePolicyFromPermissionSet", Instances), new("sso:DeleteInlinePolicyFromPermissionSet", Sets),
        new("sso:ProvisionPermissionSet", Instances), new("sso:ProvisionPermissionSet", Sets), new("sso:ProvisionPermissionSet", Member),
    ];

    /// <remarks>The policy of a permission set is one document for all of its users, in whatever account they were seen.</remarks>
    public override ResourceIdentity LeaseOf(string account, string region, Target target)
    {
        var user = PermissionSetUser.Parse(target);
        return new ResourceIdentity("", user.Region, target.Kind, user.Arn);
    }

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var user = PermissionSetUser.Parse(target);
        using var there = PermissionSetUser.In(aws, user.Region);
        var sso = there.Client<IAmazonSSOAdmin>();
        try
        {
            var policy = PolicyAsync(sso, user, cancel);
            var pending = SetsAsync(sso, user.InstanceArn, user.Account, ProvisioningStatus.LATEST_PERMISSION_SET_NOT_PROVISIONED, cancel);
            await Task.WhenAll(policy, pending).ConfigureAwait(false);
            var value = ValueOf(user, PolicyStatements.Find(policy.Result, user.Sid));
            return pending.Result.Contains(user.Arn, StringComparer.Ordinal) ? AttributeValue.Of(value + NotYet) : value;
        }
        catch (ResourceNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var user = PermissionSetUser.Parse(request.Target);
        using var there = PermissionSetUser.In(aws, user.Region);
        var sso = there.Client<IAmazonSSOAdmin>();
        var current = await PolicyAsync(sso, user, cancel).ConfigureAwait(false);
        var wanted = PolicyStatements.With(current, user.Sid, request.Wanted == Allowed ? AttributeValue.Absent : user.StatementFor(ActionsOf(request.Wanted)));
        if (wanted.IsAbsent && !current.IsAbsent)
        {
            await sso.DeleteInlinePolicyFromPermissionSetAsync(
                new DeleteInlinePolicyFromPermissionSetRequest { InstanceArn = user.InstanceArn, PermissionSetArn = user.Arn }, cancel).ConfigureAwait(false);
        }
        else if (!wanted.IsAbsent && wanted != current)
        {
            await sso.PutInlinePolicyToPermissionSetAsync(
                new PutInlinePolicyToPermissionSetRequest { InstanceArn = user.InstanceArn, PermissionSetArn = user.Arn, InlinePolicy = InlinePolicy.Text(wanted) }, cancel).ConfigureAwait(false);
        }

        try
        {
            await sso.ProvisionPermissionSetAsync(
                new ProvisionPermissionSetRequest { InstanceArn = user.InstanceArn, PermissionSetArn = user.Arn, TargetType = ProvisionTargetType.AWS_ACCOUNT, TargetId = user.Account }, cancel).ConfigureAwait(false);
        }
        catch (ConflictException)
        {
            // It is being provisioned: what is read back tells whether with this policy.
        }
    }

    /// <remarks>The policy is in the permission set before it is in the account.</remarks>
    public override bool IsBetween(AttributeValue one, AttributeValue other, AttributeValue live) => Settled(live) == one || Settled(live) == other;

    /// <remarks>What was provisioned with the deny is so still while the deny is in the permission set, whatever else of it is not provisioned.</remarks>
    public override bool Stands(AttributeValue live, AttributeValue written) => written != Allowed ? Settled(live) == written : live == written;

    /// <summary>Whether the permission set that the value was read of is in the account as it is.</summary>
    internal static bool IsSettled(AttributeValue value) => Settled(value) == value;

    /// <summary>ARNs of the permission sets of an account.</summary>
    /// <param name="status">Those only whose latest version is in the account, or is not; null for all.</param>
    internal static async Task<List<string>> SetsAsync(IAmazonSSOAdmin sso, string instance, string account, ProvisioningStatus? status, CancellationToken cancel)
    {
        var request = new ListPermissionSetsProvisionedToAccountRequest { InstanceArn = instance, AccountId = account, ProvisioningStatus = status };
        var found = new List<string>();
        do
        {
            var page = await sso.ListPermissionSetsProvisionedToAccountAsync(request, cancel).ConfigureAwait(false);
            found.AddRange(page.PermissionSets ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    /// <summary>The value without its being in force or not.</summary>
    private static AttributeValue Settled(AttributeValue value) => value.IsAbsent ? value : AttributeValue.Of(value.ToString().Replace(NotYet, "", StringComparison.Ordinal));

    /// <summary>A statement that somebody changed is none of the engine's, and denies nothing for sure.</summary>
    private static AttributeValue ValueOf(PermissionSetUser user, AttributeValue statement)
    {
        var actions = (statement.ToNode() as JsonObject)?["Action"];
        return actions is null || statement != user.StatementFor(actions) ? Allowed
            : actions is JsonArray some ? DeniedOnly(some.Select(a => $"{a}"))
            : Denied;
    }

    /// <summary>Null for all.</summary>
    private static JsonArray? ActionsOf(AttributeValue value) =>
        value == Denied ? null : new JsonArray([.. value.ToString()[(Denied.ToString().Length + Separator.Length)..].Split(Separator).Select(a => (JsonNode)a)]);

    private static async Task<AttributeValue> PolicyAsync(IAmazonSSOAdmin sso, PermissionSetUser user, CancellationToken cancel)
    {
        var request = new GetInlinePolicyForPermissionSetRequest { InstanceArn = user.InstanceArn, PermissionSetArn = user.Arn };
        var text = (await sso.GetInlinePolicyForPermissionSetAsync(request, cancel).ConfigureAwait(false)).InlinePolicy;
        return string.IsNullOrEmpty(text) ? AttributeValue.Absent : InlinePolicy.OfText(text);
    }
}
