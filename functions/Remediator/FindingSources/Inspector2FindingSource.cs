using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Inspector2;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Amazon Inspector: vulnerable packages and code, and ways in from the network.</summary>
/// <remarks>https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html; events have the same names. A fixed finding arrives again as CLOSED.</remarks>
public sealed class Inspector2FindingSource : FindingSource
{
    public override string Name => "inspector2";

    public override Lane Lane => Lane.Posture;

    public override string EventSource => "aws.inspector2";

    public override IReadOnlyList<string> DetailTypes { get; } = ["Inspector2 Finding"];

    public override string TypeField => "type";

    public override bool Recognizes(JsonElement document) => EventEnvelope.Open(document).IsFrom(EventSource, HasShape);

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var body = envelope.Body;
        if (body.Identifier("findingArn") is not { } arn)
            return new SourceResult.Rejected("the Inspector finding has no ARN, so a repeat of it could not be told from a new one");
        if (body.Identifier("type") is not { } type)
            return new SourceResult.Rejected("the Inspector finding has no type");
        var first = body.Field("resources").Items().FirstOrDefault();
        if (FindingScope.Resolve(body.Text("awsAccountId"), first.Text("region"), first.Text("partition"), arn, envelope) is not { } scope)
            return FindingScope.Missing("the Inspector finding");

        return new SourceResult.Parsed([new Finding
        {
            Id = arn,
            Source = Name,
            Type = type,
            Severity = SeverityOf(body),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = [.. body.Field("resources").Items().Select(r => Inspector2Resource.Read(r, scope)).OfType<ResourceRef>().DistinctBy(r => ResourceIdentity.Distinct(scope.Account, scope.Region, r))],
            Status = body.Text("status")?.ToUpperInvariant() switch
            {
                "CLOSED" => FindingStatus.Resolved,
                "SUPPRESSED" => FindingStatus.Suppressed,
                _ => FindingStatus.Active,
            },
            UpdatedAt = body.Time("updatedAt") ?? body.Time("lastObservedAt") ?? envelope.Time,
            Title = body.Text("title") ?? type,
            Description = body.Text("description") ?? "",
            Raw = document.GetRawText(),
        }]);
    }

    private static bool HasShape(JsonElement body) => body.Text("findingArn") is not null && body.Field("awsAccountId").Text() is not null;

    /// <summary>Inspector's score where it lies in the band of Inspector's label, which decides; UNTRIAGED has only the score.</summary>
    private static Severity SeverityOf(JsonElement body)
    {
        var given = body.Field("severity");
        var score = (given.Number() ?? body.Field("inspectorScore").Number()) is { } number ? new Severity(number) : default;
        return SeverityReader.LabelOf(given.Text()) is { } label && label != score.Label ? Severity.Of(label) : score;
    }
}
