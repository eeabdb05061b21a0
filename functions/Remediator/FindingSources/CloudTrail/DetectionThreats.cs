using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Calls that switch off the services which report threats.</summary>
internal static class DetectionThreats
{
    private const string GuardDuty = "guardduty.amazonaws.com";
    private const string SecurityHub = "securityhub.amazonaws.com";

    private const int DeepestSource = 4;

    public static IReadOnlyList<Threat> All { get; } =
    [
        Detector("DeleteDetector", "GuardDuty was deleted"),
        Detector("UpdateDetector", "GuardDuty was suspended") with { Only = call => call.Request.Field("enable").ValueKind == JsonValueKind.False },
        Detector("UpdateDetector", "Features of GuardDuty were switched off") with { Suffix = ".Features", Only = SwitchesFeaturesOff },
        Detector("UpdateMemberDetectors", "Features of GuardDuty were switched off in member accounts") with { Suffix = ".Features", Only = SwitchesFeaturesOff },
        Detector("UpdateOrganizationConfiguration", "GuardDuty no longer comes to accounts of the organization by itself") with { Suffix = ".Coverage", Severity = SeverityLabel.Medium, Only = CoversLess },
        Detector("CreateFilter", "GuardDuty archives findings before anybody sees them") with { Suffix = ".Archive", Severity = SeverityLabel.Medium, Only = Archives },
        Detector("UpdateFilter", "GuardDuty archives findings before anybody sees them") with { Suffix = ".Archive", Severity = SeverityLabel.Medium, Only = Archives },
        Trust("CreateIPSet", "GuardDuty reports nothing of a list of addresses"),
        Trust("UpdateIPSet", "GuardDuty reports nothing of a list of addresses"),
        Trust("CreateTrustedEntitySet", "GuardDuty reports nothing of a list of addresses and domains"),
        Trust("UpdateTrustedEntitySet", "GuardDuty reports nothing of a list of addresses and domains"),
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

    private static Threat Trust(string operation, string summary) =>
        Detector(operation, summary) with { Suffix = ".Trusted", Severity = SeverityLabel.Medium, Only = call => call.Request.Field("activate").IsTrue() };

    private static bool Archives(CloudTrailCall call) => call.Request.Text("action") == "ARCHIVE";

    /// <summary>Features are the newer form; of data sources each switch is named as it likes, and false in all.</summary>
    private static bool SwitchesFeaturesOff(CloudTrailCall call) =>
        call.Request.Field("features").Items().SelectMany(f => f.Field("additionalConfiguration").Items().Prepend(f)).Any(f => f.Text("status") == "DISABLED")
        || HasFalse(call.Request.Field("dataSources"), DeepestSource);

    /// <summary>For the accounts themselves, or for a feature in them.</summary>
    private static bool CoversLess(CloudTrailCall call) =>
        call.Request.Text("autoEnableOrganizationMembers") == "NONE" || call.Request.Field("autoEnable").ValueKind == JsonValueKind.False
        || call.Request.Field("features").Items().SelectMany(f => f.Field("additionalConfiguration").Items().Prepend(f)).Any(f => f.Text("autoEnable") == "NONE")
        || HasFalse(call.Request.Field("dataSources"), DeepestSource);

    private static bool HasFalse(JsonElement element, int depth) =>
        element.ValueKind == JsonValueKind.False || (depth > 0 && element.IsObject() && element.EnumerateObject().Any(p => HasFalse(p.Value, depth - 1)));

    private static Threat Detector(string operation, string summary) =>
        new(GuardDuty, operation, "GuardDuty", SeverityLabel.High, summary) { Resources = ThreatResources.Named(ResourceKinds.Detector, "detectorId") };
}
