using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Who acted: Security Hub's own block, GuardDuty's flattened fields, or the detection of an attack sequence.</summary>
internal static class AsffActor
{
    private static readonly string[] Actions = ["networkConnectionAction", "awsApiCallAction", "kubernetesApiCallAction", "rdsLoginAttemptAction", "portProbeAction/portProbeDetails.0_"];

    public static Actor? Read(JsonElement finding, string type)
    {
        var sequence = finding.Field("Detection").Field("Sequence");
        if (sequence.IsObject())
            return AttackSequence.ReadActor(sequence);
        var fields = finding.Field("ProductFields");
        var action = finding.Field("Action");
        var remote = action.ObjectField("NetworkConnectionAction", "AwsApiCallAction").Field("RemoteIpDetails");
        var call = action.Field("AwsApiCallAction");
        var service = Flat(fields, "awsApiCallAction/serviceName") ?? call.Identifier("ServiceName");
        var api = Flat(fields, "awsApiCallAction/api") ?? call.Identifier("Api");
        var key = finding.Field("Resources").Items().Select(r => r.Field("Details").Field("AwsIamAccessKey")).FirstOrDefault(k => k.IsObject());
        var address = Remote(fields, "ipAddressV4") ?? Remote(fields, "ipAddressV6") ?? remote.Identifier("IpAddressV4");
        var actor = new Actor(
            RemoteIp: address,
            Country: Remote(fields, "country/countryName") ?? remote.Field("Country").Identifier("CountryName"),
            Organization: Remote(fields, "organization/asnOrg") ?? remote.Field("Organization").Identifier("AsnOrg"),
            Domain: TypeResources.Domain(type, Flat(fields, "dnsRequestAction/domain"), Flat(fields, "dnsRequestAction/domainWithSuffix")) ?? action.Field("DnsRequestAction").Identifier("Domain"),
            Principal: key.Identifier("PrincipalName") ?? key.Identifier("UserName"),
            Api: api is null ? null : service is null ? api : $"{service.Split('.')[0]}:{api}")
        {
            IsAnonymous = GuardDutyActor.IsAnonymousType(key.Text("PrincipalType")),
            OtherIps = [.. Probed(fields, "remoteIpDetails/ipAddressV4").Select(p => SafeText.IdentifierOrNull(p.Text())).OfType<string>().Distinct(StringComparer.Ordinal).Where(ip => ip != address)],
            Ports = [.. Probed(fields, "localPortDetails/port").Concat(Inbound(finding, fields)).Select(GuardDutyActor.PortOf).Concat(GuardDutyActor.Ports(action).Select(p => (int?)p)).OfType<int>().Distinct()],
        };
        return actor == new Actor() ? null : actor;
    }

    private static IEnumerable<JsonElement> Probed(JsonElement fields, string name) =>
        Enumerable.Range(0, 50).Select(i => Field(fields, $"portProbeAction/portProbeDetails.{i}_/{name}")).TakeWhile(f => f.ValueKind != JsonValueKind.Undefined);

    private static IEnumerable<JsonElement> Inbound(JsonElement finding, JsonElement fields) =>
        Direction(finding) == ConnectionDirection.Inbound ? [Field(fields, "networkConnectionAction/localPortDetails/port")] : [];

    private static JsonElement Field(JsonElement fields, string name) =>
        fields.Field("aws/guardduty/service/action/" + name) is { ValueKind: not JsonValueKind.Undefined } own ? own : fields.Field("action/" + name);

    public static ConnectionDirection Direction(JsonElement finding) => GuardDutyFindingSource.DirectionOf(
        Flat(finding.Field("ProductFields"), "networkConnectionAction/connectionDirection")
        ?? finding.Field("Action").Field("NetworkConnectionAction").Text("ConnectionDirection"));

    /// <summary>What of a kind the call did something to.</summary>
    public static string? Affected(JsonElement finding, string kind) => Flat(finding.Field("ProductFields"), $"awsApiCallAction/affectedResources/{kind}");

    private static string? Remote(JsonElement fields, string name) =>
        Actions.Select(action => Flat(fields, $"{action}/remoteIpDetails/{name}")).FirstOrDefault(value => value is not null);

    private static string? Flat(JsonElement fields, string name) => SafeText.IdentifierOrNull(Field(fields, name).Text());
}
