using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.AuditTrail;

internal sealed class RestoreTrailSelectorsScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new RestoreTrailSelectors();

    public override bool Releases => true;

    protected override string Sample => "cloudtrail/put-event-selectors.json";

    public override void Seed(SandboxAccount account)
    {
        account.AddTrail("main", isLogging: true, region: Region).EventSelectors = """[{"ReadWriteType":"ReadOnly","IncludeManagementEvents":false}]""";
        account.Region(Region).Trail.Add(new TrailEvent("admin", "PutEventSelectors")
        {
            Document =
                """
                {
                  "eventSource": "cloudtrail.amazonaws.com", "eventName": "PutEventSelectors", "eventTime": "2026-08-03T09:00:00Z", "eventID": "0a1b2c3d-0000-4000-8000-000000000001",
                  "requestParameters": { "trailName": "main", "advancedEventSelectors": [ { "fieldSelectors": [ { "field": "eventCategory", "equals": [ "Management" ] } ] } ] }
                }
                """,
        });
    }
}
