using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;
using Remediator.FindingSources.Macie;

namespace Remediator.FindingSources;

/// <summary>Amazon Macie: buckets whose protection was lowered, and objects that hold sensitive data.</summary>
/// <remarks>https://docs.aws.amazon.com/macie/latest/user/findings-publish-event-schemas.html; the score is 1 to 3 for Low to High.</remarks>
public sealed class MacieFindingSource : FindingSource
{
    public override string Name => "macie";

    public override Lane Lane => Lane.Posture;

    public override string EventSource => "aws.macie";

    public override IReadOnlyList<string> DetailTypes { get; } = ["Macie Finding"];

    public override string TypeField => "type";

    public override bool Recognizes(JsonElement document) => EventEnvelope.Open(document).IsFrom(EventSource, body => body.Field("resourcesAffected").IsObject());

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var body = envelope.Body;
        if (body.Identifier("type") is not { } type || body.Identifier("id") is not { } id)
            return new SourceResult.Rejected("the Macie finding has no type or no id");
        if (FindingScope.Resolve(body.Text("accountId"), body.Text("region"), body.Text("partition"), null, envelope) is not { } scope)
            return FindingScope.Missing("the Macie finding");

        var actor = MacieActor.Of(body);
        return new SourceResult.Parsed([new Finding
        {
            Id = id,
            Source = Name,
            Type = type,
            Severity = SeverityOf(body.Field("severity")),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = [.. MacieResources.Read(body.Field("resourcesAffected"), scope).Concat(actor.Principals(scope)).DistinctBy(r => ResourceIdentity.Distinct(scope.Account, scope.Region, r))],
            Actor = actor.ToActor(),
            Status = body.Field("archived").IsTrue() ? FindingStatus.Suppressed : FindingStatus.Active,
            IsSample = body.Field("sample").IsTrue(),
            UpdatedAt = body.Time("updatedAt") ?? envelope.Time,
            Count = body.Field("count").Number() is { } count and >= 1 and <= int.MaxValue ? (int)count : 1,
            Title = body.Text("title") ?? type,
            Description = body.Text("description") ?? "",
            Raw = document.GetRawText(),
        }]);
    }

    private static Severity SeverityOf(JsonElement severity) =>
        SeverityReader.LabelOf(severity.Text("description")) is { } label ? Severity.Of(label) : severity.Field("score").Number() switch
        {
            >= 3 => Severity.Of(SeverityLabel.High),
            >= 2 => Severity.Of(SeverityLabel.Medium),
            >= 1 => Severity.Of(SeverityLabel.Low),
            _ => Severity.Of(SeverityLabel.Informational),
        };
}
