using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Calls that switch off the services which report threats.</summary>
internal static class DetectionThreats
{
    private const string GuardDuty = "guardduty.amazonaws.com";
    private const string SecurityHub = "securityhub.amazonaws.com";

    public static IReadOnlyList<Threat> All { get; } =
    [
        Detector("DeleteDetector", "GuardDuty was deleted"),
        Detector("UpdateDetector", "GuardDuty was suspended") with { Only = call => call.Request.Field("enable").ValueKind == JsonValueKind.False },
        Detector("StopMonitoringMembers", "GuardDuty no longer watches member accounts"),
        Detector("DisassociateMembers", "GuardDuty's member accounts were detached"),
        Detector("DisassociateFromMasterAccount", "GuardDuty was detached from its administrator account"),
        Detector("DisassociateFromAdministratorAccount", "GuardDuty was detached from its administrator account"),
        Detector("DeletePublishingDestination", "GuardDuty exports its findings no more"),
        new(SecurityHub, "DisableSecurityHub", "SecurityHub", SeverityLabel.High, "Security Hub was disabled"),
        new(SecurityHub, "DisassociateFromAdministratorAccount", "SecurityHub", SeverityLabel.High, "Security Hub was detached from its administrator account"),
        new("macie2.amazonaws.com", "DisableMacie", "Macie", SeverityLabel.Medium, "Macie was disabled"),
        new("inspector2.amazonaws.com", "Disable", "Inspector", SeverityLabel.Medium, "Inspector was disabled"),
        new("access-analyzer.amazonaws.com", "DeleteAnalyzer", "AccessAnalyzer", SeverityLabel.Medium, "An access analyzer was deleted")
        {
            Resources = ThreatResources.Named("AWS::AccessAnalyzer::Analyzer", "analyzerName"),
        },
    ];

    private static Threat Detector(string operation, string summary) =>
        new(GuardDuty, operation, "GuardDuty", SeverityLabel.High, summary) { Resources = ThreatResources.Named(ResourceKinds.Detector, "detectorId") };
}
