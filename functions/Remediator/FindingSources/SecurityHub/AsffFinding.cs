using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Reads one finding in the AWS Security Finding Format.</summary>
/// <remarks>https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html</remarks>
internal static class AsffFinding
{
    private const string GuardDutyFields = "aws/guardduty/service/";

    public static bool IsOne(JsonElement finding) => finding.Text("ProductArn") is not null && finding.Text("Id") is not null;

    public static SourceResult Read(JsonElement finding, EventEnvelope envelope, string raw)
    {
        if (finding.Identifier("Id") is not { } id || finding.Identifier("ProductArn") is not { } product)
            return new SourceResult.Rejected("the Security Hub finding has no id or no product");
        var region = finding.Text("Region") ?? finding.Field("Resources").Items().FirstOrDefault().Text("Region");
        if (FindingScope.Resolve(finding.Text("AwsAccountId"), region, null, product, envelope) is not { } scope)
            return FindingScope.Missing("the Security Hub finding");
        if (StatusOf(finding) is not { } status)
            return new SourceResult.Rejected($"the check {SafeText.Quote(finding.Text("Title"))} came to {SafeText.Quote(finding.Field("Compliance").Text("Status"))}, which says neither that it is kept nor that it is broken") { IsHarmless = true };
        var wrapped = WrappedProduct.SourceOf(product, id);
        var type = wrapped is null ? WrappedProduct.TypeOf(product, HubType.OfAsff(finding)) : TypeOf(wrapped, finding);
        if (type is null)
            return new SourceResult.Rejected("the Security Hub finding has no type");

        var fields = finding.Field("ProductFields");
        var resources = Resources(finding, scope, wrapped, type);
        if (WrappedProduct.Overreach(product, scope, resources) is { } overreach)
            return new SourceResult.Rejected(overreach);
        return new SourceResult.Parsed([new Finding
        {
            Id = WrappedProduct.IdentityOf(product, id),
            Source = wrapped ?? SecurityHubFindingSource.SourceName,
            Type = type,
            Severity = HubSeverity.OfAsff(finding.Field("Severity"), wrapped is null ? null : finding.Field("FindingProviderFields").Field("Severity").Text("Label")),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = resources,
            Actor = AsffActor.Read(finding, type),
            Role = (fields.Text(GuardDutyFields + "resourceRole") ?? fields.Text("resourceRole") ?? (wrapped is null ? finding.Field("Resources").Items().FirstOrDefault().Text("ResourceRole") : null))?.ToUpperInvariant() switch
            {
                "TARGET" => ResourceRole.Target,
                "ACTOR" => ResourceRole.Actor,
                _ => ResourceRole.Unspecified,
            },
            Direction = AsffActor.Direction(finding),
            Status = status,
            IsSample = finding.Field("Sample").IsTrue() || fields.Field(GuardDutyFields + "additionalInfo/sample").IsTrue()
                || finding.Text("Title")?.StartsWith("[SAMPLE]", StringComparison.Ordinal) == true
                || (wrapped == WrappedProduct.GuardDuty && GuardDutySample.HasGeneratedId(resources)),
            UpdatedAt = finding.Time("UpdatedAt") ?? envelope.Time,
            Count = fields.Field(GuardDutyFields + "count").Number() is { } count and >= 1 and <= int.MaxValue ? (int)count : 1,
            Title = finding.Text("Title") ?? type,
            Description = finding.Text("Description") ?? "",
            Raw = raw,
        }]);
    }

    private static string? TypeOf(string wrapped, JsonElement finding) => wrapped == WrappedProduct.Inspector
        ? HubType.OfInspector(finding)
        : SafeText.IdentifierOrNull(WrappedType.Of(OwnTypes(finding).Items().Select(t => t.Text()).OfType<string>()));

    /// <summary>The service's own types: those beside them are for people to change, and whoever may update findings can.</summary>
    private static JsonElement OwnTypes(JsonElement finding) =>
        finding.Field("FindingProviderFields").Field("Types") is { ValueKind: JsonValueKind.Array } own && own.GetArrayLength() > 0 ? own : finding.Field("Types");

    private static IReadOnlyList<ResourceRef> Resources(JsonElement finding, FindingScope scope, string? wrapped, string type)
    {
        var listed = finding.Field("Resources").Items().Select(r => AsffResource.Read(r, scope)).OfType<HubResource>().ToList();
        IEnumerable<ResourceRef> found = wrapped switch
        {
            WrappedProduct.GuardDuty => [.. WrappedResources.OfGuardDuty(type, listed, scope, k => AsffActor.Affected(finding, k)), .. SequenceActors(finding, scope)],
            _ => listed.SelectMany(r => r.Principal is { } p && !r.IsActor ? Principals.Affected(p, scope.Account) : [r.AsListed()]),
        };
        return [.. found.DistinctBy(r => ResourceIdentity.Distinct(scope.Account, scope.Region, r))];
    }

    private static IEnumerable<ResourceRef> SequenceActors(JsonElement finding, FindingScope scope) =>
        AttackSequence.Actors(finding.Field("Detection").Field("Sequence"), scope);

    /// <summary>Null when a check could not be made: what is unknown is neither a violation nor the end of one.</summary>
    private static FindingStatus? StatusOf(JsonElement finding)
    {
        var fields = finding.Field("ProductFields");
        if (finding.Field("Workflow").Text("Status") == "SUPPRESSED" || fields.Field(GuardDutyFields + "archived").IsTrue() || fields.Field("archived").IsTrue())
            return FindingStatus.Suppressed;
        if (finding.Text("RecordState") == "ARCHIVED" || finding.Field("Workflow").Text("Status") == "RESOLVED")
            return FindingStatus.Resolved;
        return finding.Field("Compliance").Text("Status") switch
        {
            "PASSED" => FindingStatus.Resolved,
            "NOT_AVAILABLE" or "WARNING" => null,
            _ => FindingStatus.Active,
        };
    }
}
