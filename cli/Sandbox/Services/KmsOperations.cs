using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>The life of KMS keys; nothing is encrypted here.</summary>
[Service("kms", Protocol.Json)]
internal static class KmsOperations
{
    [Checks("key/{KeyId}")]
    public static Answer DescribeKey(Call call)
    {
        var key = Find(call);
        return Answer.Json(new JsonObject
        {
            ["KeyMetadata"] = new JsonObject
            {
                ["AWSAccountId"] = call.Account.Id,
                ["KeyId"] = key.Id,
                ["Arn"] = World.Arn("kms", call.RegionName, call.Account.Id, "key/" + key.Id),
                ["Enabled"] = key.State == "Enabled",
                ["KeyState"] = key.State,
                ["KeyManager"] = key.Manager,
            },
        });
    }

    [Checks("key/{KeyId}")]
    public static Answer ListResourceTags(Call call)
    {
        var (tags, next) = call.Page([.. Find(call).Tags], call.Parameters["Marker"], call.Parameters.Int("Limit"), usual: 50);
        return Answer.Json(new JsonObject
        {
            ["Tags"] = new JsonArray([.. tags.Select(t => new JsonObject { ["TagKey"] = t.Key, ["TagValue"] = t.Value })]),
            ["NextMarker"] = next,
            ["Truncated"] = next is not null,
        });
    }

    [Checks("key/{KeyId}")]
    public static Answer CancelKeyDeletion(Call call) => Change(call, "Disabled", "PendingDeletion");

    [Checks("key/{KeyId}")]
    public static Answer EnableKey(Call call) => Change(call, "Enabled", "Enabled", "Disabled");

    [Checks("key/{KeyId}")]
    public static Answer DisableKey(Call call) => Change(call, "Disabled", "Enabled", "Disabled");

    private static Answer Change(Call call, string state, params ReadOnlySpan<string> from)
    {
        var key = Find(call);
        key.State = from.Contains(key.State)
            ? state
            : throw new AwsError("KMSInvalidStateException", $"{World.Arn("kms", call.RegionName, call.Account.Id, "key/" + key.Id)} is {key.State}.");
        return Answer.Json(new JsonObject { ["KeyId"] = key.Id });
    }

    private static KmsKey Find(Call call)
    {
        var id = call.Parameters.Required("KeyId");
        return call.Region.Keys.GetValueOrDefault(id)
            ?? throw new AwsError("NotFoundException", $"Key '{World.Arn("kms", call.RegionName, call.Account.Id, "key/" + id)}' does not exist");
    }
}
