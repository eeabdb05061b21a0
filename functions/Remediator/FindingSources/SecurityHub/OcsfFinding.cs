using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Reads one finding in the Open Cybersecurity Schema Framework.</summary>
/// <remarks>https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-findings-ocsf.html; classes 2001 to 2999 are findings.</remarks>
internal static class OcsfFinding
{
    public static bool IsOne(JsonElement finding) => finding.Field("class_uid").Number() is not null && finding.Field("metadata").IsObject();

    public static SourceResult Read(JsonElement finding, EventEnvelope envelope, string raw)
    {
        var info = finding.Field("finding_info");
        if (finding.Field("class_uid").Number() is not (> 2000 and < 3000))
            return new SourceResult.Rejected($"the OCSF document is {SafeText.Quote(finding.Text("class_name"))}, which is an activity and no finding");
        if (info.Identifier("uid") is not { } id)
            return new SourceResult.Rejected("the OCSF finding has no id, so a repeat of it could not be told from a new one");
        if (FindingScope.Resolve(finding.Field("cloud").Field("account").Text("uid"), finding.Field("cloud").Text("region"), null, id, envelope) is not { } scope)
            return FindingScope.Missing("the OCSF finding");
        if (StatusOf(finding) is not { } status)
            return new SourceResult.Rejected($"the check {SafeText.Quote(info.Text("title"))} came to {SafeText.Quote(finding.Field("compliance").Text("status"))}, which says neither that it is kept nor that it is broken") { IsHarmless = true };

        var product = finding.Field("metadata").Field("product").Identifier("uid");
        var wrapped = WrappedProduct.SourceOf(product, id);
        var types = info.Field("types").Items().Select(t => SafeText.IdentifierOrNull(t.Text())).OfType<string>().ToList();
        var type = wrapped switch
        {
            WrappedProduct.Inspector => HubType.OfInspectorOcsf(finding, types),
            null => WrappedProduct.TypeOf(product, finding.Field("compliance").Identifier("control") ?? finding.Field("metadata").Identifier("event_code") ?? types.FirstOrDefault()),
            _ => SafeText.IdentifierOrNull(WrappedType.Of(types)),
        };
        if (type is null)
            return new SourceResult.Rejected("the OCSF finding has no type");

        var resources = Resources(finding, scope, wrapped, type);
        if (WrappedProduct.Overreach(product, scope, resources) is { } overreach)
            return new SourceResult.Rejected(overreach);
        return new SourceResult.Parsed([new Finding
        {
            Id = WrappedProduct.IdentityOf(product, id),
            Source = wrapped ?? SecurityHubFindingSource.SourceName,
            Type = type,
            Severity = HubSeverity.OfOcsf(finding),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = resources,
            Actor = OcsfActor.Read(finding, type),
            Role = OcsfResource.RoleOf(finding.Field("resources").Items().FirstOrDefault()) is not ResourceRole.Unspecified and var role ? role : OcsfActor.RoleOf(finding),
            Direction = OcsfActor.Direction(finding, type),
            Status = status,
            IsSample = info.Text("title")?.StartsWith("[SAMPLE]", StringComparison.Ordinal) == true || (wrapped == WrappedProduct.GuardDuty && GuardDutySample.HasGeneratedId(resources)),
            UpdatedAt = info.Time("modified_time") ?? info.Time("created_time") ?? envelope.Time,
            Count = finding.Field("count").Number() is { } count and >= 1 and <= int.MaxValue ? (int)count : 1,
            Title = info.Text("title") ?? type,
            Description = info.Text("desc") ?? "",
            Raw = raw,
        }]);
    }

    private static IReadOnlyList<ResourceRef> Resources(JsonElement finding, FindingScope scope, string? wrapped, string type)
    {
        var listed = finding.Field("resources").Items().Select(r => OcsfResource.Read(r, finding, scope)).OfType<HubResource>().ToList();
        var found = wrapped == WrappedProduct.GuardDuty
            ? WrappedResources.OfGuardDuty(type, listed, scope, _ => null)
            : listed.SelectMany(r => r.Principal is { } p && !r.IsActor ? Principals.Affected(p, scope.Account) : [r.AsListed()]);
        return [.. found.DistinctBy(r => ResourceIdentity.Distinct(scope.Account, scope.Region, r))];
    }

    /// <summary>Null when a check could not be made. Closing is an activity of its own, 3; status 3 is suppressed, 4 resolved.</summary>
    private static FindingStatus? StatusOf(JsonElement finding)
    {
        if (finding.Field("activity_id").Number() == 3 || finding.Field("status_id").Number() == 4)
            return FindingStatus.Resolved;
        if (finding.Field("status_id").Number() == 3)
            return FindingStatus.Suppressed;
        return finding.Field("compliance").Field("status_id").Number() switch
        {
            1 => FindingStatus.Resolved,
            0 or 2 => null,
            _ => FindingStatus.Active,
        };
    }
}
