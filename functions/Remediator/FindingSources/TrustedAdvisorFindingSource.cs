using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>AWS Trusted Advisor: access keys that were found in public or whose use looks stolen.</summary>
/// <remarks>https://docs.aws.amazon.com/awssupport/latest/user/security-checks.html#exposed-access-keys; sent from us-east-1 only.</remarks>
public sealed class TrustedAdvisorFindingSource : FindingSource
{
    private const string ExposedKeys = "Exposed Access Keys";

    public override string Name => "trustedadvisor";

    public override Lane Lane => Lane.Urgent;

    public override string EventSource => "aws.trustedadvisor";

    public override IReadOnlyList<string> DetailTypes { get; } = ["Trusted Advisor Check Item Refresh Notification"];

    public override string DetailPattern => """{"check-name":["Exposed Access Keys"],"status":["ERROR","WARN","OK"]}""";

    public override bool Recognizes(JsonElement document) => EventEnvelope.Open(document).IsFrom(EventSource, body => body.Text("check-name") is not null);

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var body = envelope.Body;
        var check = body.Text("check-name");
        if (check != ExposedKeys)
            return new SourceResult.Rejected($"the Trusted Advisor check {SafeText.Quote(check)} reports no threat; the source {Name} reads '{ExposedKeys}'") { IsHarmless = true };
        var item = body.Field("check-item-detail");
        if (item.Identifier("Access Key ID") is not { } key)
            return new SourceResult.Rejected("the Trusted Advisor check of exposed keys names no access key");
        var status = body.Text("status");
        if (status is not ("ERROR" or "WARN" or "OK"))
            return new SourceResult.Rejected($"Trusted Advisor reports the status {SafeText.Quote(status)}, which says neither that the key is exposed nor that it is not");
        if (FindingScope.Resolve(body.Text("account"), null, null, null, envelope) is not { } scope)
            return FindingScope.Missing("the Trusted Advisor item");

        var user = item.Identifier("User Name (IAM or Root)");
        var suspected = string.Equals(item.Text("Fraud Type"), "Suspected", StringComparison.OrdinalIgnoreCase);
        return new SourceResult.Parsed([new Finding
        {
            Id = $"arn:{scope.Partition}:trustedadvisor:{scope.Region}:{scope.Account}:exposed-access-keys/{key}",
            Source = Name,
            Type = ExposedKeys,
            Severity = Severity.Of(status == "WARN" ? SeverityLabel.Medium : suspected ? SeverityLabel.High : SeverityLabel.Critical),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = [new ResourceRef(ResourceKinds.AccessKey, key)
            {
                Details = DetailBag.Of((ResourceDetails.UserName, user), (ResourceDetails.UserType, IsRoot(user) ? "Root" : null)),
            }],
            Status = status == "OK" ? FindingStatus.Resolved : FindingStatus.Active,
            UpdatedAt = item.Time("Time Updated") ?? envelope.Time,
            Title = suspected ? "The use of an access key looks stolen" : "An access key was found in public",
            Description = item.Text("Location") is { } location ? $"Location: {location}" : "",
            Raw = document.GetRawText(),
        }]);
    }

    private static bool IsRoot(string? user) => user?.Trim('<', '>') is { } name && (name.Equals("root", StringComparison.OrdinalIgnoreCase) || name == "root_account");
}
