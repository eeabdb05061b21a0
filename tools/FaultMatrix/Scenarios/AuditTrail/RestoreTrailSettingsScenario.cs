using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.AuditTrail;

internal sealed class RestoreTrailSettingsScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new RestoreTrailSettings();

    public override bool Releases => true;

    protected override string Sample => "cloudtrail/cut-down-trail.json";

    public override string Document(int version = 0)
    {
        var document = JsonNode.Parse(base.Document(version))!;
        var request = document["detail"]!["requestParameters"]!;
        (request["includeGlobalServiceEvents"], request["s3BucketName"], request["s3KeyPrefix"]) = (false, "elsewhere", "");
        (request["cloudWatchLogsLogGroupArn"], request["cloudWatchLogsRoleArn"], request["snsTopicName"]) = ("", "", "");
        var answer = document["detail"]!["responseElements"]!;
        (answer["includeGlobalServiceEvents"], answer["s3BucketName"]) = (false, "elsewhere");
        return document.ToJsonString();
    }

    public override void Seed(SandboxAccount account)
    {
        var trail = account.AddTrail("main", isLogging: true, region: Region);
        (trail.IsMultiRegion, trail.HasGlobalServices, trail.HasValidation, trail.Bucket) = (false, false, false, "elsewhere");
        account.Region(Region).Trail.Add(new TrailEvent("admin", "UpdateTrail")
        {
            Document =
                """
                {
                  "eventSource": "cloudtrail.amazonaws.com", "eventName": "UpdateTrail", "eventTime": "2026-08-03T09:00:00Z", "eventID": "0a1b2c3d-0000-4000-8000-000000000001",
                  "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/admin" },
                  "requestParameters": { "name": "main" },
                  "responseElements": {
                    "trailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", "isMultiRegionTrail": true, "includeGlobalServiceEvents": true, "logFileValidationEnabled": true,
                    "s3BucketName": "trail-logs", "s3KeyPrefix": "audit", "kmsKeyId": "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-00000000aaaa",
                    "cloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*", "cloudWatchLogsRoleArn": "arn:aws:iam::111122223333:role/trail-to-logs",
                    "snsTopicARN": "arn:aws:sns:eu-west-1:111122223333:trail-files"
                  }
                }
                """,
        });
    }
}
