using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads who acted: the other end of the connection, the caller of the API.</summary>
internal static class GuardDutyActor
{
    public static Actor? Read(JsonElement body)
    {
        var service = GuardDutyShape.Service(body);
        var action = service.Field("action");
        var resource = body.Field("resource");
        var remote = RemoteIp(action);
        var actor = remote.IsObject() || !service.Field("detection").Field("sequence").IsObject()
            ? new Actor(
                RemoteIp: remote.Identifier("ipAddressV4") ?? remote.Identifier("ipAddressV6"),
                Country: remote.Field("country").Identifier("countryName"),
                Organization: remote.Field("organization").Identifier("asnOrg") ?? remote.Field("organization").Identifier("org"),
                Domain: action.Field("dnsRequestAction").Identifier("domain") ?? action.Field("awsApiCallAction").Field("domainDetails").Identifier("domain"),
                Principal: Principal(resource),
                Api: Api(action))
            : AttackSequence.ReadActor(service.Field("detection").Field("sequence"));
        return actor == new Actor() ? null : actor;
    }

    private static JsonElement RemoteIp(JsonElement action)
    {
        foreach (var kind in (ReadOnlySpan<string>)["networkConnectionAction", "awsApiCallAction", "kubernetesApiCallAction", "rdsLoginAttemptAction"])
        {
            if (action.Field(kind).Field("remoteIpDetails") is { ValueKind: JsonValueKind.Object } remote)
                return remote;
        }

        foreach (var probe in action.Field("portProbeAction").Field("portProbeDetails").Items())
        {
            if (probe.Field("remoteIpDetails") is { ValueKind: JsonValueKind.Object } remote)
                return remote;
        }

        return default;
    }

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
