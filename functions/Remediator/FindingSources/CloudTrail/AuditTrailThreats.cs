using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Calls that stop or thin out the record of what happens.</summary>
internal static class AuditTrailThreats
{
    private const string CloudTrail = "cloudtrail.amazonaws.com";
    private const string Config = "config.amazonaws.com";

    public static IReadOnlyList<Threat> All { get; } =
    [
        Trail("StopLogging", "A trail was stopped", "name"),
        Trail("DeleteTrail", "A trail was deleted", "name"),
        Trail("UpdateTrail", "A trail was cut down", "name") with { Only = IsCutDown },
        Trail("UpdateTrail", "A trail's files may go elsewhere, or unencrypted", "name") with { Suffix = ".Delivery", Severity = SeverityLabel.Medium, Only = IsDeliveredElsewhere },
        Trail("PutEventSelectors", "A trail no longer records management events", "trailName") with { Only = call => Blinds(call.Request) },
        new(CloudTrail, "DeleteEventDataStore", "CloudTrail", SeverityLabel.High, "A store of recorded events was deleted") { Resources = ThreatResources.Named("AWS::CloudTrail::EventDataStore", "eventDataStore") },
        new(CloudTrail, "StopEventDataStoreIngestion", "CloudTrail", SeverityLabel.High, "A store records no more events") { Resources = ThreatResources.Named("AWS::CloudTrail::EventDataStore", "eventDataStore") },
        Recorder("StopConfigurationRecorder", "AWS Config was stopped"),
        Recorder("DeleteConfigurationRecorder", "AWS Config's recorder was deleted"),
        new(Config, "PutConfigurationRecorder", "Config", SeverityLabel.Medium, "AWS Config no longer records every kind of resource")
        {
            Suffix = ".CutDown",
            Only = call => RecordsLess(Recorded(call).Field("recordingGroup")),
            Resources = (call, _) => [new(ResourceKinds.ConfigRecorder, Recorded(call).Identifier("name") ?? "default")],
        },
        new(Config, "DeleteDeliveryChannel", "Config", SeverityLabel.High, "AWS Config's delivery channel was deleted") { Resources = ThreatResources.Named("AWS::Config::DeliveryChannel", "deliveryChannelName") },
        new("ec2.amazonaws.com", "DeleteFlowLogs", "EC2", SeverityLabel.Medium, "Flow logs were deleted") { Resources = ThreatResources.FlowLogs },
        new("logs.amazonaws.com", "DeleteLogGroup", "Logs", SeverityLabel.Medium, "A log group was deleted") { Resources = ThreatResources.Named(ResourceKinds.LogGroup, "logGroupName") },
    ];

    private static Threat Trail(string operation, string summary, string parameter) =>
        new(CloudTrail, operation, "CloudTrail", SeverityLabel.High, summary) { Resources = ThreatResources.Named(ResourceKinds.Trail, parameter) };

    private static Threat Recorder(string operation, string summary) =>
        new(Config, operation, "Config", SeverityLabel.High, summary) { Resources = ThreatResources.Named(ResourceKinds.ConfigRecorder, "configurationRecorderName") };

    /// <summary>One Region or one account only, no validation of log files, no global services.</summary>
    private static bool IsCutDown(CloudTrailCall call) =>
        call.Request.Field("isMultiRegionTrail").ValueKind == JsonValueKind.False
        || call.Request.Field("enableLogFileValidation").ValueKind == JsonValueKind.False
        || call.Request.Field("includeGlobalServiceEvents").ValueKind == JsonValueKind.False
        || call.Request.Field("isOrganizationTrail").ValueKind == JsonValueKind.False;

    /// <summary>The event has the new values only: a bucket may be the old one, named again; empty text takes a key, a log group or a topic away.</summary>
    private static bool IsDeliveredElsewhere(CloudTrailCall call) =>
        call.Request.Text("s3BucketName") is { Length: > 0 } || call.Request.Text("s3KeyPrefix") is not null
        || call.Request.Text("kmsKeyId") is "" || IsForeign(call.Request.Text("kmsKeyId"), call.Record.Text("recipientAccountId"))
        || call.Request.Text("cloudWatchLogsLogGroupArn") is "" || call.Request.Text("snsTopicName") is "";

    /// <summary>A key of another account, which can keep the files from everybody here.</summary>
    private static bool IsForeign(string? key, string? account) => account is not null && Arn.TryParse(key) is { } arn && arn.Account != account;

    private static JsonElement Recorded(CloudTrailCall call) => call.Request.Field("configurationRecorder");

    /// <summary>Without a group a recorder takes in all.</summary>
    private static bool RecordsLess(JsonElement group) =>
        group.Field("recordingStrategy").Text("useOnly") is { } strategy ? strategy != "ALL_SUPPORTED_RESOURCE_TYPES" : group.Field("allSupported").ValueKind == JsonValueKind.False;

    /// <summary>Management events are left out altogether, only read or only written, or with some excluded.</summary>
    /// <param name="selectors">As CloudTrail's events have them.</param>
    public static bool Blinds(JsonElement selectors)
    {
        var basic = selectors.Field("eventSelectors").Items().ToList();
        if (basic.Count > 0)
        {
            return basic.All(s => s.Field("includeManagementEvents").ValueKind == JsonValueKind.False)
                || basic.Any(s => s.Text("readWriteType") == "ReadOnly" || s.Field("excludeManagementEventSources").Items().Any());
        }

        var advanced = selectors.Field("advancedEventSelectors");
        return advanced.ValueKind == JsonValueKind.Array && !advanced.Items().Any(s => TakesAllWritesIn([.. s.Field("fieldSelectors").Items()]));
    }

    private static bool TakesAllWritesIn(IReadOnlyList<JsonElement> selectors) =>
        selectors.Any(s => Selects(s, "eventCategory", "Management")) && selectors.All(s => s.Text("field") == "eventCategory" || Selects(s, "readOnly", "false"));

    private static bool Selects(JsonElement selector, string field, string value) =>
        selector.Text("field") == field && selector.Field("equals") is { ValueKind: JsonValueKind.Array } equals && equals.EnumerateArray().Any(v => v.Text() == value);
}
