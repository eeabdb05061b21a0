using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Amazon Cognito's threat protection: a sign-in that looks like an account taken over, or with a password known to be stolen.</summary>
/// <remarks>
/// Cognito writes these records to a log group, a bucket or a stream and to no event bus: whoever wants them answered forwards each
/// record as the detail of an event with this source's names. https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html
/// </remarks>
public sealed class CognitoFindingSource : FindingSource
{
    public override string Name => "cognito";

    public override Lane Lane => Lane.Urgent;

    /// <summary>Not one of AWS's: events of accounts may not use those.</summary>
    public override string EventSource => "remediator.cognito";

    public override IReadOnlyList<string> DetailTypes { get; } = ["Cognito User Activity"];

    public override bool Recognizes(JsonElement document) => EventEnvelope.Open(document).IsFrom(EventSource, body => body.Text("eventSource") == "USER_ACTIVITY" || IsActivity(Activity(body)));

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var activity = Activity(envelope.Body);
        var compromised = activity.Field("compromisedCredentialDetected").IsTrue() || activity.Field("compromisedCredentialsDetected").IsTrue();
        var takeover = string.Equals(activity.Text("riskDecision"), "ACCOUNT_TAKEOVER", StringComparison.OrdinalIgnoreCase)
            || string.Equals(activity.Text("riskDecision"), "AccountTakeover", StringComparison.OrdinalIgnoreCase)
            || string.Equals(activity.Text("riskDecision"), "BLOCK", StringComparison.OrdinalIgnoreCase);
        if (!compromised && !takeover)
            return new SourceResult.Rejected($"Cognito judged the sign-in as {SafeText.Quote(activity.Text("riskDecision"))}, which is no threat") { IsHarmless = true };
        if (activity.Identifier("userPoolId") is not { } pool || (activity.Identifier("userName") ?? activity.Identifier("userSub")) is not { } user || activity.Identifier("eventId") is not { } id)
            return new SourceResult.Rejected("the Cognito record names no user pool, no user or no event");

        // Anybody who may put events on the bus chooses it, and it is part of the finding's identity: never that of another source's finding.
        if (!ResourceIdShape.Fits(ResourceKinds.UserPool, pool))
            return new SourceResult.Rejected($"the Cognito record names {SafeText.Quote(pool)}, which is no user pool");

        // A pool's id begins with its Region.
        if (FindingScope.Resolve(null, pool.Split('_')[0], null, null, envelope) is not { } scope)
            return FindingScope.Missing("the Cognito record");
        return new SourceResult.Parsed([new Finding
        {
            Id = $"{pool}/{id}",
            Source = Name,
            Type = compromised ? "CompromisedCredentials" : "AccountTakeover",
            Severity = compromised ? Severity.Of(SeverityLabel.High) : SeverityReader.Read(activity.Field("riskLevel")),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = [new ResourceRef(ResourceKinds.UserPoolUser, user) { Details = DetailBag.Of((ResourceDetails.UserPoolId, pool)) }],
            Actor = new Actor(activity.Identifier("ipAddress"), activity.Identifier("country"), Api: activity.Identifier("eventType")),
            Role = ResourceRole.Target,
            UpdatedAt = activity.Time("creationDate") ?? envelope.Body.Time("eventTimestamp") ?? envelope.Time,
            Title = compromised ? "A user signed in with a password known to be stolen" : "A sign-in looks like an account taken over",
            Raw = document.GetRawText(),
        }]);
    }

    /// <summary>An account that was taken over is both.</summary>
    private protected override bool Acts(Finding finding, ResourceRef resource) => true;

    /// <summary>The message of a log record, or the activity itself.</summary>
    private static JsonElement Activity(JsonElement body) => body.Field("message") is { ValueKind: JsonValueKind.Object } message && IsActivity(message) ? message : body;

    private static bool IsActivity(JsonElement body) => body.Text("userPoolId") is not null && body.Text("riskDecision") is not null;
}
