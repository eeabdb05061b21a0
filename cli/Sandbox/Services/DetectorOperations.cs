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
            ["status"] = detector.IsEnabled ? "ENABLED" : "DISABLED",
            ["serviceRole"] = World.Arn("iam", "", call.Account.Id, "role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"),
            ["tags"] = new JsonObject(detector.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
        });
    }

    [Route("POST", "/detector/{DetectorId}")]
    [Checks("detector/{DetectorId}")]
    public static Answer UpdateDetector(Call call)
    {
        var detector = Find(call);
        detector.IsEnabled = call.Parameters.Bool("enable") ?? detector.IsEnabled;
        return Answer.Json([]);
    }

    private static ThreatDetector Find(Call call) =>
        call.Region.Detectors.GetValueOrDefault(call.Parameters.Required("DetectorId"))
        ?? throw new AwsError("BadRequestException", "The request is rejected because the input detectorId is not owned by the current account.");
}
