using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes.Sso;

/// <summary>One user of a permission set in one account; written <c>Region#ARN#account#AROA...:user</c>, with <c>#actions</c> for a deny of some actions.</summary>
/// <param name="Region">Where IAM Identity Center is.</param>
/// <param name="Arn">The permission set.</param>
/// <param name="Account">The account in which it gives the user a role.</param>
/// <param name="UserId">aws:userid of the user's sessions: the id of that role, and the user's name in Identity Center.</param>
/// <param name="IsNarrow">The statement that denies some actions, beside the one that denies them all.</param>
public sealed record PermissionSetUser(string Region, string Arn, string Account, string UserId, bool IsNarrow = false)
{
    private const string Narrow = "actions";

    internal Target Target => new(ResourceKinds.PermissionSet, $"{Region}#{Arn}#{Account}#{UserId}{(IsNarrow ? $"#{Narrow}" : "")}");

    /// <summary><c>arn:aws:sso:::permissionSet/ssoins-.../ps-...</c> has the id of its instance.</summary>
    internal string InstanceArn => Arn.Split('/') is [var head, var instance, _] ? $"{head[..head.LastIndexOf(':')]}:instance/{instance}" : throw new FormatException($"'{Arn}' is no ARN of a permission set.");

    /// <summary>Letters and digits only, the same for every finding about this user.</summary>
    internal string Sid => (IsNarrow ? "RemediatorRestrict" : "RemediatorDeny") + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(UserId)).AsSpan(0, 8));

    /// <summary>Denies the user the actions; null for all of them.</summary>
    internal AttributeValue StatementFor(JsonNode? actions) => AttributeValue.Of(new JsonObject
    {
        [nameof(Sid)] = Sid,
        ["Effect"] = "Deny",
        ["Action"] = actions?.DeepClone() ?? "*",
        ["Resource"] = "*",
        ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["aws:userid"] = UserId } },
    });

    internal static PermissionSetUser Parse(Target target) => target.Id.Split('#') switch
    {
        [var region, var arn, var account, var user] => new(region, arn, account, user),
        [var region, var arn, var account, var user, Narrow] => new(region, arn, account, user, IsNarrow: true),
        _ => throw new FormatException($"'{target.Id}' is not of the form Region#ARN#account#user."),
    };

    /// <summary>The same credentials in the Region of Identity Center.</summary>
    internal static AwsSession In(AwsSession aws, string region) => new(aws.Credentials, aws.Account, region, aws.Partition, aws.Endpoint);
}
