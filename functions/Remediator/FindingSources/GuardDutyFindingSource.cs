using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Amazon GuardDuty: active threats.</summary>
/// <remarks>https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html, in an event with the same names in camelCase.</remarks>
public sealed class GuardDutyFindingSource : FindingSource
{
    private const string FindingEvent = "GuardDuty Finding";

    public override string Name => "guardduty";

    public override Lane Lane => Lane.Urgent;

    public override string EventSource => "aws.guardduty";

    public override IReadOnlyList<string> DetailTypes { get; } = [FindingEvent, ObjectScan.DetailType];

    public override IReadOnlyList<EventRoute> Routes =>
    [
        new("", Lane, [EventSource], [FindingEvent]) { TypeField = "type" },
        new("object-scan", Lane, [EventSource], [ObjectScan.DetailType]) { DetailPattern = ObjectScan.DetailPattern },
    ];

    public override bool Recognizes(JsonElement document) => EventEnvelope.Open(document).IsFrom(EventSource, HasShape);

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        if (envelope.DetailType == ObjectScan.DetailType)
            return ObjectScan.Read(Name, envelope, document.GetRawText());
        var body = envelope.Body;
        if (body.Identifier("type") is not { } type)
            return new SourceResult.Rejected("the GuardDuty finding has no type");
        var arn = body.Identifier("arn");
        if ((arn ?? body.Identifier("id")) is not { } id)
            return new SourceResult.Rejected("the GuardDuty finding has neither an ARN nor an id, so a repeat of it could not be told from a new one");
        if (FindingScope.Resolve(body.Text("accountId"), body.Text("region"), body.Text("partition"), arn, envelope) is not { } scope)
            return FindingScope.Missing("the GuardDuty finding");

        var service = GuardDutyShape.Service(body);
        var resources = GuardDutyResources.Read(body, scope);
        return new SourceResult.Parsed([new Finding
        {
            Id = id,
            Source = Name,
            Type = type,
            Severity = SeverityReader.Read(body.Field("severity")),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = resources,
            Actor = GuardDutyActor.Read(body),
            Role = RoleOf(service.Text("resourceRole")),
            Direction = DirectionOf(service.Field("action").Field("networkConnectionAction").Text("connectionDirection")),
            Status = service.Field("archived").IsTrue() || body.Field("archived").IsTrue() ? FindingStatus.Suppressed : FindingStatus.Active,
            IsSample = GuardDutySample.IsSample(body, resources),
            UpdatedAt = body.Time("updatedAt") ?? envelope.Time,
            Count = service.Field("count").Number() is { } count and >= 1 and <= int.MaxValue ? (int)count : 1,
            Title = body.Text("title") ?? type,
            Description = body.Text("description") ?? "",
            Raw = document.GetRawText(),
        }]);
    }

    /// <summary>Types of the purpose <c>Policy</c> are about settings.</summary>
    public override bool IsThreat(Finding finding) => !finding.Type.StartsWith("Policy:", StringComparison.Ordinal);

    /// <remarks>GuardDuty calls most resources the target, also those that act: these open connections, look names up, call AWS's APIs, or are seen from within.</remarks>
    private protected override bool Acts(Finding finding, ResourceRef resource) => finding.Role switch
    {
        ResourceRole.Actor => true,
        ResourceRole.Target => finding.Direction == ConnectionDirection.Outbound
            || finding.Actor is { Domain: not null, Api: null }
            || finding.Type.Contains(":Runtime/", StringComparison.Ordinal)
            || IsSignedInto(finding.Type)
            || resource.Kind is ResourceKinds.AccessKey or ResourceKinds.User or ResourceKinds.Role,
        _ => finding.Direction != ConnectionDirection.Inbound && finding.Actor is not { Ports.IsEmpty: false },
    };

    /// <summary>Somebody is in the database: what it does from then on may be his doing.</summary>
    private static bool IsSignedInto(string type) =>
        type.StartsWith("CredentialAccess:RDS/", StringComparison.Ordinal) && type.Contains(".Successful", StringComparison.Ordinal);

    /// <remarks>IN and OUT are Security Hub's words.</remarks>
    internal static ConnectionDirection DirectionOf(string? direction) => direction?.ToUpperInvariant() switch
    {
        "INBOUND" or "IN" => ConnectionDirection.Inbound,
        "OUTBOUND" or "OUT" => ConnectionDirection.Outbound,
        _ => ConnectionDirection.Unspecified,
    };

    private static bool HasShape(JsonElement body) => GuardDutyShape.IsFinding(body);

    internal static ResourceRole RoleOf(string? role) => role?.ToUpperInvariant() switch
    {
        "TARGET" => ResourceRole.Target,
        "ACTOR" => ResourceRole.Actor,
        _ => ResourceRole.Unspecified,
    };
}
