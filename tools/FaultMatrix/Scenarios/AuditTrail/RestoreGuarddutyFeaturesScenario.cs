using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.AuditTrail;

internal sealed class RestoreGuarddutyFeaturesScenario : AuditScenario
{
    private const string Id = "12abc34d567e8fa901bc2d34e56789f0";

    public override Remediation Remediation { get; } = new RestoreGuarddutyFeatures();

    public override bool Releases => true;

    protected override string Sample => "cloudtrail/disable-guardduty-feature.json";

    public override string Document(int version = 0)
    {
        var document = JsonNode.Parse(base.Document(version))!;
        document["detail"]!["requestParameters"]!["features"] = Features("DISABLED");
        document["detail"]!["requestParameters"]!["findingPublishingFrequency"] = "SIX_HOURS";
        return document.ToJsonString();
    }

    public override void Seed(SandboxAccount account)
    {
        var detector = account.AddDetector(isEnabled: true, id: Id, region: Region);
        (detector.Features["S3_DATA_EVENTS"], detector.Features["RUNTIME_MONITORING"]) = (new DetectorFeature(), new DetectorFeature());
        detector.Features["RUNTIME_MONITORING"].Additional["EC2_AGENT_MANAGEMENT"] = false;
        account.Region(Region).Trail.Add(new TrailEvent("admin", "UpdateDetector")
        {
            Document =
                $$"""
                {
                  "eventSource": "guardduty.amazonaws.com", "eventName": "UpdateDetector", "eventTime": "2026-08-03T09:00:00Z", "eventID": "0a1b2c3d-0000-4000-8000-000000000001",
                  "requestParameters": { "detectorId": "{{Id}}", "findingPublishingFrequency": "FIFTEEN_MINUTES", "features": {{Features("ENABLED").ToJsonString()}} }
                }
                """,
        });
    }

    private static JsonArray Features(string status) =>
    [
        new JsonObject { ["name"] = "RUNTIME_MONITORING", ["status"] = status, ["additionalConfiguration"] = new JsonArray(new JsonObject { ["name"] = "EC2_AGENT_MANAGEMENT", ["status"] = status }) },
        new JsonObject { ["name"] = "S3_DATA_EVENTS", ["status"] = status },
    ];
}
