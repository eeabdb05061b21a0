using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>Whether Security Hub is on; it finds nothing here.</summary>
[Service("securityhub", Protocol.RestJson)]
internal static class HubOperations
{
    [Route("GET", "/accounts")]
    [Checks("hub/default")]
    public static Answer DescribeHub(Call call) => call.Region.SecurityHub is not null
        ? Answer.Json(new JsonObject { ["HubArn"] = World.Arn("securityhub", call.RegionName, call.Account.Id, "hub/default") })
        : throw new AwsError("InvalidAccessException", $"Account {call.Account.Id} is not subscribed to AWS Security Hub", 401);

    [Route("POST", "/accounts")]
    [Checks("hub/default")]
    public static Answer EnableSecurityHub(Call call)
    {
        call.Region.SecurityHub = call.Region.SecurityHub is null
            ? new Hub(call.Parameters.Bool("EnableDefaultStandards") ?? true)
            : throw new AwsError("ResourceConflictException", "Account is already subscribed to Security Hub", 409);
        return Answer.Json([]);
    }
}
