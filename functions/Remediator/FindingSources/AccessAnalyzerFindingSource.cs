using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>IAM Access Analyzer: who outside of the account, or of the expected, can reach a resource, and access that nobody uses.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html. Its findings have no severity: public access is
/// High, other access from outside Medium, unused access Low. One that only says that the analysis failed is of a type of its own.
/// </remarks>
public sealed class AccessAnalyzerFindingSource : FindingSource
{
    private const string Unused = "Unused Access Finding for IAM entities";
    private const string Internal = "Internal Access Finding";

    public override string Name => "access-analyzer";

    public override Lane Lane => Lane.Posture;

    public override string EventSource => "aws.access-analyzer";

    public override IReadOnlyList<string> DetailTypes { get; } = ["Access Analyzer Finding", Internal, Unused];

    public override bool Recognizes(JsonElement document) => EventEnvelope.Open(document).IsFrom(EventSource, HasShape);

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var body = envelope.Body;
        if ((body.Identifier("findingId") ?? body.Identifier("id")) is not { } id)
            return new SourceResult.Rejected("the Access Analyzer finding has no id, so a repeat of it could not be told from a new one");
        var resource = body.Identifier("resource");
        if (FindingScope.Resolve(body.Text("accountId") ?? body.Text("resourceOwnerAccount"), null, null, resource, envelope) is not { } scope)
            return FindingScope.Missing("the Access Analyzer finding");
        if (StatusOf(body) is not { } status)
            return new SourceResult.Rejected($"the Access Analyzer finding has the status {SafeText.Quote(body.Text("status"))}, which says neither that it stands nor that it is over");

        var type = body.Identifier("findingType") ?? envelope.DetailType switch { Internal => "InternalAccess", Unused => "UnusedAccess", _ => "ExternalAccess" };
        var failed = !string.IsNullOrEmpty(body.Text("error"));
        return new SourceResult.Parsed([new Finding
        {
            Id = id,
            Source = Name,
            Type = failed ? type + ".Error" : type,
            Severity = Severity.Of(failed ? SeverityLabel.Informational : Label(type, body.Field("isPublic").IsTrue())),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = resource is null ? [] : [Resource(resource, body, scope)],
            Status = status,
            UpdatedAt = body.Time("updatedAt") ?? envelope.Time,
            Title = $"{type}: {resource}",
            Description = $"{(body.Field("isPublic").IsTrue() ? "Public. " : "")}{string.Join(", ", body.Field("action").Items().Select(a => a.Text()).OfType<string>())}",
            Raw = document.GetRawText(),
        }]);
    }

    /// <summary>Other services' bare documents have resources and types too: these fields together are Access Analyzer's.</summary>
    private static bool HasShape(JsonElement body) =>
        body.Text("resource") is not null && body.Text("resourceType") is not null && body.Field("analyzedAt").ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Object;

    private static ResourceRef Resource(string arn, JsonElement body, FindingScope scope)
    {
        var kind = body.Identifier("resourceType");
        var known = ArnResource.TryRead(arn, scope);
        return known is not null && (kind is null || kind == known.Kind) ? known : new ResourceRef(kind ?? "AWS::AccessAnalyzer::Resource", arn, Arn.TryParse(arn) is null ? null : arn);
    }

    private static FindingStatus? StatusOf(JsonElement body) => body.Field("isDeleted").IsTrue() ? FindingStatus.Resolved : body.Text("status")?.ToUpperInvariant() switch
    {
        "ACTIVE" => FindingStatus.Active,
        "ARCHIVED" => FindingStatus.Suppressed,
        "RESOLVED" => FindingStatus.Resolved,
        _ => null,
    };

    private static SeverityLabel Label(string type, bool isPublic) =>
        isPublic ? SeverityLabel.High : type.StartsWith("Unused", StringComparison.Ordinal) ? SeverityLabel.Low : SeverityLabel.Medium;
}
