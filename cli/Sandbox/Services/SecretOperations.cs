using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
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
                ["VersionId"] = secret.Version,
                ["SecretString"] = secret.Value,
                ["VersionStages"] = new JsonArray("AWSCURRENT"),
            });
    }

    public static Answer DescribeSecret(Call call)
    {
        var secret = Find(call);
        var stages = new JsonObject { [secret.Version] = new JsonArray("AWSCURRENT") };
        if (secret.Pending is { } pending)
        {
            stages[pending] = new JsonArray("AWSPENDING");
        }

        return Answer.Json(new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["RotationEnabled"] = secret.RotationEnabled,
            ["OwningService"] = secret.OwningService,
            ["LastRotatedDate"] = secret.RotatedAt?.ToUnixTimeSeconds(),
            ["VersionIdsToStages"] = stages,
            ["Tags"] = new JsonArray([.. secret.Tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]),
        });
    }

    /// <remarks>The rotation ends at once, unless one that has not ended is in its way.</remarks>
    public static Answer RotateSecret(Call call)
    {
        var secret = Find(call);
        if (!secret.RotationEnabled)
        {
            throw new AwsError("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.");
        }

        if (secret.Pending is not null)
        {
            throw new AwsError("InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.");
        }

        secret.Version = call.Parameters.Required("ClientRequestToken");
        return Answer.Json(new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name, ["VersionId"] = secret.Version });
    }

    private static StoredSecret Find(Call call)
    {
        var id = call.Parameters.Required("SecretId");
        var secret = call.Region.Secrets.Values.FirstOrDefault(s => s.Name == id || s.Arn == id);
        call.Demand(call.Operation.DefaultAction, secret?.Arn ?? World.Arn("secretsmanager", call.RegionName, call.Account.Id, "secret:" + id));
        return secret ?? throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
}
