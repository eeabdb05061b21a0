using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.FindingSources.Json;

namespace Remediator.Remediations;

/// <summary>A call that switched features of a GuardDuty detector, as CloudTrail recorded it.</summary>
/// <param name="Switches">What it switched, in its order; data sources by the names of the features that they became.</param>
/// <param name="Frequency">How often findings that come again are published; null where the call does not say.</param>
/// <param name="HasMore">Whether it switched off something that is not in <paramref name="Switches"/>.</param>
internal sealed record DetectorCall(string Name, string Id, DateTimeOffset Time, string By, ImmutableArray<FeatureSwitch> Switches, string? Frequency, bool HasMore)
{
    public const string Update = "UpdateDetector";
    public const string Create = "CreateDetector";

    private const int LongestName = 64;

    /// <summary>https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-feature-object-api-changes-march2023.html.</summary>
    private static readonly (string Feature, string[] Path)[] DataSources =
    [
        ("S3_DATA_EVENTS", ["s3Logs", "enable"]),
        ("EKS_AUDIT_LOGS", ["kubernetes", "auditLogs", "enable"]),
        ("EBS_MALWARE_PROTECTION", ["malwareProtection", "scanEc2InstanceWithFindings", "ebsVolumes"]),
    ];

    private static readonly JsonDocumentOptions Strict = new()
    {
#if NET10_0_OR_GREATER
        AllowDuplicateProperties = false,
#endif
    };

    /// <summary>Null where it does not speak of it.</summary>
    public bool? Says(string feature, string? additional) =>
        Switches.Where(s => s.Feature == feature && s.Additional == additional).Select(s => (bool?)s.On).FirstOrDefault();

    public bool IsOf(Finding finding) => finding.Id.EndsWith($"/{Id}", StringComparison.Ordinal);

    /// <exception cref="RemediationException">The finding does not hold its call.</exception>
    public static DetectorCall Of(Finding finding, string detector)
    {
        try
        {
            using var document = JsonDocument.Parse(finding.Raw, Strict);
            return Read(EventEnvelope.Open(document.RootElement).Body, detector) ?? throw Unread();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Unread();
        }

        static RemediationException Unread() => new("the finding does not hold the call that it is about as CloudTrail recorded it");
    }

    /// <summary>Null for a call that failed, or of another detector.</summary>
    /// <exception cref="RemediationException">It is no record of a call.</exception>
    public static DetectorCall? Read(string? json, string detector)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "", Strict);
            return Read(document.RootElement, detector);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new RemediationException("CloudTrail's event history has a record that can't be read");
        }
    }

    private static DetectorCall? Read(JsonElement root, string detector)
    {
        var (name, request) = (root.Text("eventName"), root.Field("requestParameters"));
        var of = name == Create ? root.Field("responseElements").Text("detectorId") : request.Text("detectorId");
        if (root.Text("eventSource") != "guardduty.amazonaws.com" || name is not (Create or Update) || root.Text("errorCode") is not null || of != detector)
        {
            return null;
        }

        var time = DateTimeOffset.Parse(root.Text("eventTime") ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var identity = root.Field("userIdentity");
        var switches = Features(request.Field("features")).Concat(Sources(request.Field("dataSources"))).ToImmutableArray();
        var by = identity.Identifier("arn") ?? identity.Identifier("invokedBy") ?? identity.Identifier("type") ?? "somebody";
        return new DetectorCall(name, root.Identifier("eventID") ?? "unknown", time, by, switches, request.Identifier("findingPublishingFrequency"), SwitchedOff(request) > switches.Count(s => !s.On));
    }

    private static IEnumerable<FeatureSwitch> Features(JsonElement features)
    {
        foreach (var feature in features.Items())
        {
            if (Named(feature) is not { } name)
            {
                continue;
            }

            if (On(feature) is { } on)
            {
                yield return new FeatureSwitch(name, null, on);
            }

            foreach (var additional in feature.Field("additionalConfiguration").Items())
            {
                if (Named(additional) is { } part && On(additional) is { } partOn)
                {
                    yield return new FeatureSwitch(name, part, partOn);
                }
            }
        }
    }

    private static IEnumerable<FeatureSwitch> Sources(JsonElement sources) =>
        from source in DataSources
        let flag = source.Path.Aggregate(sources, (at, name) => at.Field(name))
        where flag.ValueKind is JsonValueKind.True or JsonValueKind.False
        select new FeatureSwitch(source.Feature, null, flag.GetBoolean());

    private static int SwitchedOff(JsonElement request) =>
        request.Field("features").Items().SelectMany(f => f.Field("additionalConfiguration").Items().Prepend(f)).Count(f => f.Text("status") == "DISABLED") + Falses(request.Field("dataSources"), 4);

    private static int Falses(JsonElement element, int depth) =>
        element.ValueKind == JsonValueKind.False ? 1 : depth > 0 && element.IsObject() ? element.EnumerateObject().Sum(p => Falses(p.Value, depth - 1)) : 0;

    /// <summary>As GuardDuty spells names: they go into ids and calls.</summary>
    private static string? Named(JsonElement element) =>
        element.Text("name") is { Length: > 0 and <= LongestName } name && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') ? name : null;

    private static bool? On(JsonElement element) => element.Text("status") switch { "ENABLED" => true, "DISABLED" => false, _ => null };

    public override string ToString() => $"{Name} of {Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC by {By}, event {Id}";
}

/// <summary>A feature, or one of its additional configurations, and what it was switched to.</summary>
internal sealed record FeatureSwitch(string Feature, string? Additional, bool On)
{
    public override string ToString() => Additional is null ? Feature : $"{Additional} of {Feature}";
}
