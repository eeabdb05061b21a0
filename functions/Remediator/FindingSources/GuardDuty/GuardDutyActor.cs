using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads who acted: the other end of the connection, the caller of the API.</summary>
internal static class GuardDutyActor
{
    /// <summary>No finding has as many probes as could fill a list; one that does is not read to its end.</summary>
    private const int MostProbes = 50;

    public static Actor? Read(JsonElement body)
    {
        var service = GuardDutyShape.Service(body);
        var action = service.Field("action");
        var resource = body.Field("resource");
        var remote = RemoteIp(action);
        var actor = remote.IsObject() || !service.Field("detection").Field("sequence").IsObject()
            ? new Actor(
                RemoteIp: IpOf(remote),
                Country: remote.Field("country").Identifier("countryName"),
                Organization: remote.Field("organization").Identifier("asnOrg") ?? remote.Field("organization").Identifier("org"),
                Domain: Domain(body.Identifier("type"), action.Field("dnsRequestAction")) ?? action.Field("awsApiCallAction").Field("domainDetails").Identifier("domain"),
                Principal: Principal(resource),
                Api: Api(action))
            {
                IsAnonymous = IsAnonymousType(resource.Field("accessKeyDetails").Text("userType")),
                OtherIps = [.. Probes(action).Select(p => IpOf(p.Field("remoteIpDetails"))).OfType<string>().Distinct(StringComparer.Ordinal).Where(ip => ip != IpOf(remote))],
                Ports = Ports(action),
            }
            : AttackSequence.ReadActor(service.Field("detection").Field("sequence"));
        return actor == new Actor() ? null : actor;
    }

    private static string? Domain(string? type, JsonElement query) => TypeResources.Domain(type, query.Identifier("domain"), query.Identifier("domainWithSuffix"));

    private static JsonElement RemoteIp(JsonElement action)
    {
        foreach (var kind in (ReadOnlySpan<string>)["networkConnectionAction", "awsApiCallAction", "kubernetesApiCallAction", "rdsLoginAttemptAction"])
        {
            if (action.Field(kind).Field("remoteIpDetails") is { ValueKind: JsonValueKind.Object } remote)
                return remote;
        }

        foreach (var probe in Probes(action))
        {
            if (probe.Field("remoteIpDetails") is { ValueKind: JsonValueKind.Object } remote)
                return remote;
        }

        return default;
    }

    private static string? IpOf(JsonElement remote) => remote.Identifier("ipAddressV4") ?? remote.Identifier("ipAddressV6");

    private static IEnumerable<JsonElement> Probes(JsonElement action) => action.Field("portProbeAction").Field("portProbeDetails").Items().Take(MostProbes);

    /// <summary>The local port of a connection that the resource opened itself only is where its answers come in.</summary>
    internal static System.Collections.Immutable.ImmutableArray<int> Ports(JsonElement action)
    {
        var connection = action.Field("networkConnectionAction");
        var inbound = GuardDutyFindingSource.DirectionOf(connection.Text("connectionDirection")) == ConnectionDirection.Inbound ? [connection] : Array.Empty<JsonElement>();
        return [.. Probes(action).Concat(inbound).Select(a => PortOf(a.Field("localPortDetails").Field("port"))).OfType<int>().Distinct()];
    }

    internal static int? PortOf(JsonElement port) => port.Number() is { } number and >= 0 and <= 65535 && number == (int)number ? (int)number : null;

    /// <summary>What GuardDuty gives as user type and name of whoever calls S3 without credentials.</summary>
    internal static bool IsAnonymousType(string? userType) => userType == "ANONYMOUS_PRINCIPAL";

    private static string? Principal(JsonElement resource) =>
        resource.Field("accessKeyDetails").Identifier("userName")
        ?? resource.Field("kubernetesDetails").Field("kubernetesUserDetails").Identifier("username")
        ?? resource.Field("rdsDbUserDetails").Identifier("user");

    private static string? Api(JsonElement action)
    {
        var call = action.Field("awsApiCallAction");
        if (call.Identifier("api") is { } api)
            return call.Identifier("serviceName") is { } service ? $"{service.Split('.')[0]}:{api}" : api;
        var kubernetes = action.Field("kubernetesApiCallAction");
        return kubernetes.Identifier("verb") is { } verb ? $"kubernetes:{verb}" : null;
    }
}
