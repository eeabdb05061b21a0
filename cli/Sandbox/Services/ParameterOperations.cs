using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

[Service("ssm", Protocol.Json)]
internal static class ParameterOperations
{
    public static Answer GetParameter(Call call)
    {
        var name = call.Parameters.Required("Name");
        var arn = World.Arn("ssm", call.RegionName, call.Account.Id, "parameter/" + name.TrimStart('/'));
        call.Demand(call.Operation.DefaultAction, arn);
        var parameter = call.Region.Parameters.GetValueOrDefault(name) ?? throw new AwsError("ParameterNotFound", "");
        var secret = parameter.Type == "SecureString" && call.Parameters["WithDecryption"] is not ("True" or "true");
        return Answer.Json(new JsonObject
        {
            ["Parameter"] = new JsonObject
            {
                ["Name"] = parameter.Name,
                ["Type"] = parameter.Type,
                ["Value"] = secret ? "AQICAHSandboxCiphertext" : parameter.Value,
                ["Version"] = 1,
                ["ARN"] = arn,
                ["DataType"] = "text",
            },
        });
    }
}
