using System.Xml.Linq;
using Remediator.Cli.Sandbox.Permissions;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

[Service("sts", Protocol.Query, Namespace = "https://sts.amazonaws.com/doc/2011-06-15/", Global = true)]
internal static class StsOperations
{
    private const int SessionPolicyLimit = 2048;

    [Checks("{RoleArn}")]
    public static Answer AssumeRole(Call call)
    {
        var arn = call.Parameters.Required("RoleArn");
        var session = call.Parameters.Required("RoleSessionName");
        var policy = call.Parameters["Policy"];
        if (policy?.Length > SessionPolicyLimit)
        {
            throw new AwsError("ValidationError", "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048");
        }

        var seconds = call.Parameters.Int("DurationSeconds") ?? 3600;
        if (seconds is < 900 or > 43200)
        {
            throw new AwsError("ValidationError", $"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint");
        }

        var parts = arn.Split(':');
        var role = parts is [_, _, "iam", _, var account, _] && call.World.Accounts.TryGetValue(account, out var home)
            ? home.Roles.Values.FirstOrDefault(r => r.Arn == arn)
            : null;
        if (role is null)
        {
            throw new AwsError("AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403);
        }

        var accessKey = call.World.IamId("ASIA");
        var principal = new Principal(parts[4], $"arn:{parts[1]}:sts::{parts[4]}:assumed-role/{role.Name}/{session}", $"{role.Id}:{session}")
        {
            Role = role.Name,
            SessionPolicy = policy,
            IssuedAt = call.Now,
            ExpiresAt = call.Now.AddSeconds(seconds),
        };
        call.World.Remember(accessKey, principal);
        return Answer.Xml(
            new XElement(
                "Credentials",
                new XElement("AccessKeyId", accessKey),
                new XElement("SecretAccessKey", "sandbox-secret-of-" + accessKey),
                new XElement("SessionToken", "sandbox-token-of-" + accessKey),
                new XElement("Expiration", principal.ExpiresAt)),
            new XElement("AssumedRoleUser", new XElement("AssumedRoleId", principal.UserId), new XElement("Arn", principal.Arn)),
            policy is null ? null : new XElement("PackedPolicySize", Math.Min(100, policy.Length * 100 / SessionPolicyLimit)));
    }

    /// <remarks>A session of the member's root user, held to one task.</remarks>
    public static Answer AssumeRoot(Call call)
    {
        var member = call.Parameters.Required("TargetPrincipal");
        var task = call.Parameters.Required("TaskPolicyArn.arn");
        call.Demand("sts:AssumeRoot", $"arn:aws:iam::{member}:root", new Dictionary<string, string> { ["sts:TaskPolicyArn"] = task });
        if (member == call.Account.Id || call.Account.OrganizationsFeatures is null || !call.World.Accounts.TryGetValue(member, out var account) || account.Root is null)
        {
            throw new AwsError("AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::{member}:root", 403);
        }

        var accessKey = call.World.IamId("ASIA");
        var principal = Principal.Administrator(member) with { RootTask = task[(task.LastIndexOf('/') + 1)..], IssuedAt = call.Now, ExpiresAt = call.Now.AddMinutes(15) };
        call.World.Remember(accessKey, principal);
        return Answer.Xml(new XElement(
            "Credentials",
            new XElement("AccessKeyId", accessKey),
            new XElement("SecretAccessKey", "sandbox-secret-of-" + accessKey),
            new XElement("SessionToken", "sandbox-token-of-" + accessKey),
            new XElement("Expiration", principal.ExpiresAt)));
    }

    /// <remarks>Needs no permission: IAM isn't asked.</remarks>
    public static Answer GetCallerIdentity(Call call) =>
        Answer.Xml(new XElement("Arn", call.Caller.Arn), new XElement("UserId", call.Caller.UserId), new XElement("Account", call.Caller.Account));
}
