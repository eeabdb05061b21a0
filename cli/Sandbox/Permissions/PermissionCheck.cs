using System.Globalization;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Permissions;

/// <summary>IAM's evaluation for one action: an explicit deny wins, then the role's policies and the session's must both allow.</summary>
internal static class PermissionCheck
{
    public static bool Allows(Call call, CheckedAction check, IReadOnlyDictionary<string, string>? more)
    {
        var caller = call.Caller;
        if (caller.RootTask is { } task)
        {
            return IsOf(task, check.Action);
        }

        var world = call.World;
        var policies = caller.Role is { } role ? world.Account(caller.Account).Roles[role].Policies.Values
            : caller.User is { } user ? world.Account(caller.Account).Users[user].Policies.Values
            : (IEnumerable<string>?)null;
        if (policies is null)
        {
            return true;
        }

        var context = Context(call, check, more);
        var identity = Evaluate(world, policies, check, context);
        var session = caller.SessionPolicy is { } policy ? Evaluate(world, [policy], check, context) : Decision.Allow;
        return identity == Decision.Allow && session == Decision.Allow;
    }

    /// <summary>AWS's task policies, as far as anybody here uses them.</summary>
    private static bool IsOf(string task, string action) => action switch
    {
        "iam:ListAccessKeys" or "iam:ListSigningCertificates" or "iam:ListMFADevices" or "iam:GetLoginProfile" => task is "IAMAuditRootUserCredentials" or "IAMDeleteRootUserCredentials",
        "iam:DeleteLoginProfile" or "iam:DeleteAccessKey" or "iam:DeleteSigningCertificate" or "iam:DeactivateMFADevice" => task == "IAMDeleteRootUserCredentials",
        _ => false,
    };

    private static Decision Evaluate(World world, IEnumerable<string> policies, CheckedAction check, Dictionary<string, string> context)
    {
        var statements = policies.SelectMany(world.StatementsOf).Where(s => s.Matches(check.Action, check.Resource, context)).ToList();
        return statements.Any(s => s.Denies) ? Decision.Deny : statements.Count > 0 ? Decision.Allow : Decision.None;
    }

    private static Dictionary<string, string> Context(Call call, CheckedAction check, IReadOnlyDictionary<string, string>? more)
    {
        var context = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:userid"] = call.Caller.UserId,
            ["aws:PrincipalArn"] = call.Caller.Arn,
            ["aws:PrincipalAccount"] = call.Caller.Account,
            ["aws:RequestedRegion"] = call.RegionName,
            ["aws:CurrentTime"] = call.Now.ToString("O", CultureInfo.InvariantCulture),
            ["aws:SecureTransport"] = "false",
        };
        if (call.Caller.IssuedAt is { } issued)
        {
            context["aws:TokenIssueTime"] = issued.ToString("O", CultureInfo.InvariantCulture);
        }

        foreach (var (key, value) in call.Account.TagsOf(call.RegionName, check.Resource))
        {
            context["aws:ResourceTag/" + key] = value;
            context["ec2:ResourceTag/" + key] = value;
        }

        if (call.Account.VpcOf(call.RegionName, check.Resource) is { } vpc)
        {
            context["ec2:Vpc"] = World.Arn("ec2", call.RegionName, call.Account.Id, $"vpc/{vpc}");
        }

        foreach (var (key, value) in more ?? new Dictionary<string, string>())
        {
            context[key] = value;
        }

        return context;
    }

    private enum Decision
    {
        None,
        Allow,
        Deny,
    }
}
