using System.Text.Json.Nodes;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>Whether a bucket policy is public: it allows everyone, and no condition narrows that down.</summary>
internal static class PublicPolicy
{
    public static bool IsPublic(string policy) =>
        JsonNode.Parse(policy)!["Statement"] switch
        {
            JsonArray many => many.Any(s => Opens(s!.AsObject())),
            JsonObject one => Opens(one),
            _ => false,
        };

    private static bool Opens(JsonObject statement) => (string?)statement["Effect"] == "Allow" && statement["Condition"] is null && statement["Principal"] switch
    {
        JsonValue all => (string?)all == "*",
        JsonObject { Count: > 0 } some => some["AWS"] switch
        {
            JsonArray list => list.Any(p => (string?)p == "*"),
            JsonValue one => (string?)one == "*",
            _ => false,
        },
        _ => false,
    };
}
