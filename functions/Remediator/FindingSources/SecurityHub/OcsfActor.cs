using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Who acted, out of the first evidence that says something of it; of a port probe, all that probed.</summary>
/// <remarks>https://schema.ocsf.io/objects/evidences: the source opened the connection, the destination took it.</remarks>
internal static class OcsfActor
{
    private const int MostEvidences = 50;

    public static Actor? Read(JsonElement finding, string type)
    {
        var evidences = finding.Field("evidences").Items().Take(MostEvidences).ToList();
        var isProbe = IsProbe(type);
        if (evidences.Select(Of).FirstOrDefault(a => a != new Actor()) is not { } actor)
            actor = new Actor();
        var took = evidences.Where(e => isProbe || DirectionOf(e) == ConnectionDirection.Inbound);
        actor = actor with
        {
            OtherIps = isProbe ? [.. evidences.Select(e => Remote(e).Identifier("ip")).OfType<string>().Distinct(StringComparer.Ordinal).Where(ip => ip != actor.RemoteIp)] : [],
            Ports = [.. took.Select(e => GuardDutyActor.PortOf(Local(e).Field("port"))).OfType<int>().Distinct()],
        };
        return actor == new Actor() ? null : actor;
    }

    /// <summary>As GuardDuty itself says it: of connections, and neither of look-ups nor of probes.</summary>
    public static ConnectionDirection Direction(JsonElement finding, string type) =>
        IsProbe(type) ? ConnectionDirection.Unspecified
        : finding.Field("evidences").Items().Take(MostEvidences).Where(e => !e.Field("query").IsObject()).Select(DirectionOf)
            .Where(d => d != ConnectionDirection.Unspecified).Distinct().Take(2).ToList() is [var only] ? only : ConnectionDirection.Unspecified;

    /// <summary>GuardDuty's word for the part of its resource, which Security Hub leaves with the evidence.</summary>
    public static ResourceRole RoleOf(JsonElement finding) => GuardDutyFindingSource.RoleOf(
        finding.Field("evidences").Items().Take(MostEvidences).Select(e => e.Field("data").Text("resource_role")).FirstOrDefault(r => r is not null));

    private static bool IsProbe(string type) => type.Contains("/PortProbe", StringComparison.Ordinal);

    private static Actor Of(JsonElement evidence)
    {
        var remote = Remote(evidence);
        var api = evidence.Field("api");
        var service = api.Field("service").Identifier("name")?.Split('.')[0];
        var operation = api.Identifier("operation");
        return new Actor(
            RemoteIp: remote.Identifier("ip"),
            Country: remote.Field("location").Identifier("country"),
            Organization: remote.Field("autonomous_system").Identifier("name"),
            Domain: evidence.Field("query").Identifier("hostname"),
            Principal: evidence.Field("actor").Field("user").Identifier("name"),
            Api: operation is null ? null : service is null ? operation : $"{service}:{operation}")
        {
            IsAnonymous = GuardDutyActor.IsAnonymousType(evidence.Field("actor").Field("user").Text("type")),
        };
    }

    /// <remarks>https://schema.ocsf.io/objects/network_connection_info</remarks>
    private static ConnectionDirection DirectionOf(JsonElement evidence) => evidence.Field("connection_info").Field("direction_id").Number() switch
    {
        1 => ConnectionDirection.Inbound,
        2 => ConnectionDirection.Outbound,
        _ => ConnectionDirection.Unspecified,
    };

    private static JsonElement Remote(JsonElement evidence) => evidence.Field(RemoteIsDestination(evidence) ? "dst_endpoint" : "src_endpoint");

    private static JsonElement Local(JsonElement evidence) => evidence.Field(RemoteIsDestination(evidence) ? "src_endpoint" : "dst_endpoint");

    /// <summary>The other side is the one whose network is known; else the one to which the resource opened the connection.</summary>
    private static bool RemoteIsDestination(JsonElement evidence) =>
        (IsElsewhere(evidence.Field("src_endpoint")), IsElsewhere(evidence.Field("dst_endpoint"))) switch
        {
            (true, false) => false,
            (false, true) => true,
            _ => DirectionOf(evidence) == ConnectionDirection.Outbound && evidence.Field("dst_endpoint").Identifier("ip") is not null,
        };

    private static bool IsElsewhere(JsonElement endpoint) => endpoint.Field("location").IsObject() || endpoint.Field("autonomous_system").IsObject();
}
