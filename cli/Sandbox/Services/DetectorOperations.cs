using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>GuardDuty's detectors; nothing is detected here.</summary>
[Service("guardduty", Protocol.RestJson)]
internal static class DetectorOperations
{
    [Route("GET", "/detector")]
    [Checks("*")]
    public static Answer ListDetectors(Call call) =>
        Answer.Json(new JsonObject { ["detectorIds"] = new JsonArray([.. call.Region.Detectors.Keys.Select(k => (JsonNode)k)]) });

    [Route("GET", "/detector/{DetectorId}")]
    [Checks("detector/{DetectorId}")]
    public static Answer GetDetector(Call call)
    {
        var detector = Find(call);
        return Answer.Json(new JsonObject
        {
            ["status"] = Status(detector.IsEnabled),
            ["serviceRole"] = World.Arn("iam", "", call.Account.Id, "role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"),
            ["findingPublishingFrequency"] = detector.Frequency,
            ["features"] = new JsonArray([.. detector.Features.Select(f => Feature(f.Key, f.Value))]),
            ["tags"] = new JsonObject(detector.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
        });
    }

    [Route("POST", "/detector/{DetectorId}")]
    [Checks("detector/{DetectorId}")]
    public static Answer UpdateDetector(Call call)
    {
        var detector = Find(call);
        var features = (call.Document["features"] as JsonArray ?? []).Select(f => f!.AsObject()).ToList();
        if (features.Exists(f => !detector.Features.ContainsKey(Text(f, "name"))) || features.Count(f => Text(f, "name") is "RUNTIME_MONITORING" or "EKS_RUNTIME_MONITORING") > 1)
        {
            throw new AwsError("BadRequestException", "The request is rejected because an invalid or out-of-range value is specified as an input parameter.");
        }

        detector.IsEnabled = call.Parameters.Bool("enable") ?? detector.IsEnabled;
        detector.Frequency = call.Document["findingPublishingFrequency"]?.GetValue<string>() ?? detector.Frequency;
        foreach (var asked in features)
        {
            var feature = detector.Features[Text(asked, "name")];
            (feature.IsOn, feature.UpdatedAt) = (Text(asked, "status") == "ENABLED", feature.UpdatedAt is null ? null : call.Now);
            foreach (var additional in asked["additionalConfiguration"] as JsonArray ?? [])
            {
                feature.Additional[Text(additional!.AsObject(), "name")] = Text(additional!.AsObject(), "status") == "ENABLED";
            }
        }

        return Answer.Json([]);
    }

    private static string Text(JsonObject of, string name) => of[name]!.GetValue<string>();

    private static JsonObject Feature(string name, DetectorFeature feature)
    {
        var answer = new JsonObject
        {
            ["name"] = name,
            ["status"] = Status(feature.IsOn),
            ["additionalConfiguration"] = new JsonArray([.. feature.Additional.Select(a => new JsonObject { ["name"] = a.Key, ["status"] = Status(a.Value) })]),
        };
        if (feature.UpdatedAt is { } at)
        {
            answer["updatedAt"] = at.ToUnixTimeSeconds();
        }

        return answer;
    }

    private static string Status(bool on) => on ? "ENABLED" : "DISABLED";

    private static ThreatDetector Find(Call call) =>
        call.Region.Detectors.GetValueOrDefault(call.Parameters.Required("DetectorId"))
        ?? throw new AwsError("BadRequestException", "The request is rejected because the input detectorId is not owned by the current account.");
}
