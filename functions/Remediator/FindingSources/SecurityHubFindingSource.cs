using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;
using Remediator.FindingSources.SecurityHub;

namespace Remediator.FindingSources;

/// <summary>AWS Security Hub, both formats: its own checks, and what other services report through it.</summary>
/// <remarks>
/// A finding of GuardDuty, Inspector or Macie that comes wrapped is the same finding as its original: same source, id, type and
/// resources, so that whichever arrives second meets the first one's execution. All others are of the source <c>securityhub</c>.
/// </remarks>
public sealed class SecurityHubFindingSource : FindingSource
{
    internal const string SourceName = "securityhub";
    private const string Imported = "Security Hub Findings - Imported";
    private const string CustomAction = "Security Hub Findings - Custom Action";
    private const string Insight = "Security Hub Insight Results";
    private const string ImportedV2 = "Findings Imported V2";
    private const string Threats = """[{"suffix":"/aws/guardduty"}]""";
    private const string AllElse = """[{"anything-but":{"suffix":"/aws/guardduty"}}]""";

    public override string Name => SourceName;

    public override Lane Lane => Lane.Posture;

    public override string EventSource => "aws.securityhub";

    public override IReadOnlyList<string> DetailTypes { get; } = [Imported, CustomAction, Insight, ImportedV2];

    /// <summary>Threats and what a person asks for take the urgent lane; two formats with names of their own make two rules each.</summary>
    public override IReadOnlyList<EventRoute> Routes =>
    [
        new("", Lane.Posture, [EventSource], [Imported]) { DetailPattern = OfProduct(AllElse) },
        new("threat", Lane.Urgent, [EventSource], [Imported]) { DetailPattern = OfProduct(Threats) },
        new("v2", Lane.Posture, [EventSource], [ImportedV2]) { DetailPattern = OfProductV2(AllElse) },
        new("v2-threat", Lane.Urgent, [EventSource], [ImportedV2]) { DetailPattern = OfProductV2(Threats) },
        new("action", Lane.Urgent, [EventSource], [CustomAction, Insight]),
    ];

    public override bool Recognizes(JsonElement document) =>
        EventEnvelope.Open(document).IsFrom(EventSource, body => AsffFinding.IsOne(body) || OcsfFinding.IsOne(body));

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        if (envelope.DetailType == Insight)
            return new SourceResult.Rejected("results of a Security Hub insight name no findings, only what they have in common: choose the findings themselves and send those to the custom action");
        var raw = document.GetRawText();
        if (AsffFinding.IsOne(envelope.Body) || OcsfFinding.IsOne(envelope.Body))
            return ReadOne(envelope.Body, envelope, raw);
        var entries = envelope.Body.Field("findings").Items().ToList();
        return entries.Count == 0
            ? new SourceResult.Rejected("the Security Hub event holds no findings")
            : ResultList.Join(entries.Select(f => ReadOne(f, envelope, raw)));
    }

    /// <remarks>https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html#Types: these of the namespaces are threats.</remarks>
    public override bool IsThreat(Finding finding) => finding.Type.Split('/').Any(part => part is "TTPs" or "Unusual Behaviors");

    private static SourceResult ReadOne(JsonElement finding, EventEnvelope envelope, string raw) =>
        OcsfFinding.IsOne(finding) ? OcsfFinding.Read(finding, envelope, raw) : AsffFinding.Read(finding, envelope, raw);

    private static string OfProduct(string filter) => $$$"""{"findings":{"ProductArn":{{{filter}}} } }""";

    private static string OfProductV2(string filter) => $$$"""{"findings":{"metadata":{"product":{"uid":{{{filter}}} } } } }""";
}
