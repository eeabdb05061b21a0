using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.CloudTrail;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Calls that CloudTrail records and that are a threat in themselves: they blind the account, open its data or hand it over.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html. The finding's type is
/// service and operation, such as <c>CloudTrail:StopLogging</c>. A call that failed changed nothing and is none. Calls of global
/// services (IAM, Organizations, console sign-in) arrive in us-east-1 only; all need a trail that records management events.
/// </remarks>
public sealed class CloudTrailFindingSource : FindingSource
{
    private const string ApiCall = "AWS API Call via CloudTrail";
    private const string SignIn = "AWS Console Sign In via CloudTrail";

    public override string Name => "cloudtrail";

    public override Lane Lane => Lane.Urgent;

    /// <summary>The first of many: EventBridge sends a call under the source of the service that was called.</summary>
    public override string EventSource => "aws.cloudtrail";

    public override IReadOnlyList<string> DetailTypes { get; } = [ApiCall, SignIn];

    public override IReadOnlyList<EventRoute> Routes => field ??=
    [
        new("", Lane.Urgent, ThreatCatalogue.EventSources, [ApiCall]) { DetailPattern = ThreatCatalogue.DetailPattern },
        new("sign-in", Lane.Urgent, ["aws.signin"], [SignIn])
        {
            DetailPattern = """{"eventName":["ConsoleLogin"],"userIdentity":{"type":["Root"]},"responseElements":{"ConsoleLogin":["Success"]}}""",
        },
    ];

    public override bool Recognizes(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        return envelope.DetailType is null ? IsRecord(envelope.Body) : envelope.IsViaCloudTrail;
    }

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var body = envelope.Body;
        if (body.Identifier("eventSource") is not { } source || body.Identifier("eventName") is not { } name || body.Identifier("eventID") is not { } id)
            return new SourceResult.Rejected("the CloudTrail record has no service, operation or event id");
        if (body.Identifier("errorCode") is { } error)
            return Harmless($"the call {SafeText.Quote(name)} failed with {SafeText.Quote(error)}: it changed nothing");
        if (ThreatCatalogue.Find(source, name) is not { Count: > 0 } threats)
            return Harmless($"the call {SafeText.Quote(name)} of {SafeText.Quote(source)} is no threat in itself");
        if (threats.FirstOrDefault(t => t.Means(new CloudTrailCall(body))) is not { } threat)
            return Harmless($"the call {SafeText.Quote(name)} of {SafeText.Quote(source)} did nothing that is a threat");
        if (FindingScope.Resolve(body.Text("recipientAccountId") ?? body.Field("userIdentity").Text("accountId"), body.Text("awsRegion"), null, null, envelope) is not { } scope)
            return FindingScope.Missing("the CloudTrail record");

        var caller = CloudTrailCaller.Read(body.Field("userIdentity"), scope);
        return new SourceResult.Parsed([new Finding
        {
            Id = $"arn:{scope.Partition}:cloudtrail:{scope.Region}:{scope.Account}:event/{id}",
            Source = Name,
            Type = threat.Type,
            Severity = Severity.Of(threat.Severity),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = [.. threat.Resources(new CloudTrailCall(body), scope).Concat(caller.Resources).DistinctBy(r => ResourceIdentity.Distinct(scope.Account, scope.Region, r))],
            Actor = new Actor(
                RemoteIp: System.Net.IPAddress.TryParse(body.Identifier("sourceIPAddress"), out _) ? body.Identifier("sourceIPAddress") : null,
                Principal: caller.Principal,
                Api: $"{source.Split('.')[0]}:{name}"),
            Role = ResourceRole.Target,
            UpdatedAt = body.Time("eventTime") ?? envelope.Time,
            Title = $"{threat.Summary} ({source.Split('.')[0]}:{name})",
            Description = body.Text("userAgent") is { } agent ? $"User agent: {SafeText.Quote(agent, 200)}" : "",
            Raw = document.GetRawText(),
        }]);
    }

    private static SourceResult.Rejected Harmless(string reason) => new(reason) { IsHarmless = true };

    private static bool IsRecord(JsonElement body) => body.Text("eventSource") is not null && body.Text("eventName") is not null && body.Field("userIdentity").IsObject();
}
