using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>Users of Cognito user pools.</summary>
[Service("cognito-idp", Protocol.Json)]
internal static class CognitoOperations
{
    [Checks("userpool/{UserPoolId}")]
    public static Answer AdminGetUser(Call call)
    {
        var user = Find(call);
        return Answer.Json(new JsonObject { ["Username"] = call.Parameters["Username"], ["Enabled"] = user.Enabled, ["UserStatus"] = "CONFIRMED" });
    }

    [Checks("userpool/{UserPoolId}")]
    public static Answer AdminDisableUser(Call call) => Change(call, u => u.Enabled = false);

    [Checks("userpool/{UserPoolId}")]
    public static Answer AdminEnableUser(Call call) => Change(call, u => u.Enabled = true);

    [Checks("userpool/{UserPoolId}")]
    public static Answer AdminUserGlobalSignOut(Call call) => Change(call, u => u.Sessions = 0);

    private static Answer Change(Call call, Action<PoolUser> change)
    {
        change(Find(call));
        return Answer.Json([]);
    }

    private static PoolUser Find(Call call) =>
        call.Region.PoolUsers.GetValueOrDefault($"{call.Parameters.Required("UserPoolId")}/{call.Parameters.Required("Username")}") ?? throw new AwsError("UserNotFoundException", "User does not exist.");
}
