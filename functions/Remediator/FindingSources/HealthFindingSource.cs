using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Health;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>AWS Health: keys that were found in public, and reports that resources abuse others.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html. An event comes in pages, a second time from
/// the backup Region, and again with each update: event and account together are its identity, so that all of them are one finding.
/// </remarks>
public sealed class HealthFindingSource : FindingSource
{
    private const string Exposed = "AWS_RISK_CREDENTIALS_EXPOSED";
    private static readonly string[] Services = ["RISK", "ABUSE"];

    public override string Name => "health";

    public override Lane Lane => Lane.Urgent;

    public override string EventSource => "aws.health";

    public override IReadOnlyList<string> DetailTypes { get; } = ["AWS Health Event", "AWS Health Abuse Event"];

    public override string DetailPattern => """{"service":["RISK","ABUSE"]}""";

    public override string TypeField => "eventTypeCode";

    public override bool Recognizes(JsonElement document) =>
        EventEnvelope.Open(document).IsFrom(EventSource, body => body.Text("eventTypeCode") is not null && (body.Text("eventArn") ?? body.Text("arn")) is not null);

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var body = envelope.Body;
        if (body.Identifier("eventTypeCode") is not { } type || (body.Identifier("eventArn") ?? body.Identifier("arn")) is not { } eventArn)
            return new SourceResult.Rejected("the AWS Health event has no type or no ARN");
        var service = body.Text("service");
        if (!Services.Contains(service, StringComparer.Ordinal))
            return new SourceResult.Rejected($"AWS Health reports {SafeText.Quote(type)} of {SafeText.Quote(service)}, which is about operations and no threat") { IsHarmless = true };

        var arn = Arn.TryParse(eventArn);
        var region = HealthRegion.Of(body.Text("eventRegion") ?? body.Text("region") ?? arn?.Region, arn?.Partition);
        if (FindingScope.Resolve(body.Text("affectedAccount") ?? body.Text("awsAccountId"), region, arn?.Partition, null, envelope) is not { } scope)
            return FindingScope.Missing("the AWS Health event");

        return new SourceResult.Parsed([new Finding
        {
            Id = $"{eventArn}/{scope.Account}",
            Source = Name,
            Type = type,
            Severity = Severity.Of(type == Exposed ? SeverityLabel.Critical : SeverityLabel.High),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = [.. body.Field("affectedEntities").Items().Select(e => AffectedEntity.Read(e, scope)).OfType<ResourceRef>().DistinctBy(r => ResourceIdentity.Distinct(scope.Account, scope.Region, r))],
            Role = service == "ABUSE" ? ResourceRole.Actor : ResourceRole.Unspecified,
            Status = string.Equals(body.Text("statusCode"), "closed", StringComparison.OrdinalIgnoreCase) ? FindingStatus.Resolved : FindingStatus.Active,
            UpdatedAt = body.Time("lastUpdatedTime") ?? envelope.Time ?? body.Time("startTime"),
            Title = type,
            Description = body.Field("eventDescription").Items().Select(d => d.Text("latestDescription")).FirstOrDefault(d => d is not null) ?? "",
            Raw = document.GetRawText(),
        }]);
    }
}
