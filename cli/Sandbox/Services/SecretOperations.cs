using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

[Service("secretsmanager", Protocol.Json)]
internal static class SecretOperations
{
    public static Answer GetSecretValue(Call call)
    {
        var id = call.Parameters.Required("SecretId");
        var secret = call.Region.Secrets.Values.FirstOrDefault(s => s.Name == id || s.Arn == id);
        call.Demand(call.Operation.DefaultAction, secret?.Arn ?? World.Arn("secretsmanager", call.RegionName, call.Account.Id, "secret:" + id));
        return secret is null
            ? throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
            : Answer.Json(new JsonObject
            {
                ["ARN"] = secret.Arn,
                ["Name"] = secret.Name,
                ["VersionId"] = "00000000-0000-4000-8000-000000000001",
                ["SecretString"] = secret.Value,
                ["VersionStages"] = new JsonArray("AWSCURRENT"),
            });
    }
}
