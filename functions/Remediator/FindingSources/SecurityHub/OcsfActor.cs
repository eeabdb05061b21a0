using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Who acted, out of the first evidence that says something of it.</summary>
internal static class OcsfActor
{
    public static Actor? Read(JsonElement finding)
    {
        foreach (var evidence in finding.Field("evidences").Items())
        {
            var source = evidence.Field("src_endpoint");
            var api = evidence.Field("api");
            var service = api.Field("service").Identifier("name")?.Split('.')[0];
            var operation = api.Identifier("operation");
            var actor = new Actor(
                RemoteIp: source.Identifier("ip"),
                Country: source.Field("location").Identifier("country"),
                Organization: source.Field("autonomous_system").Identifier("name"),
                Domain: evidence.Field("query").Identifier("hostname"),
                Principal: evidence.Field("actor").Field("user").Identifier("name"),
                Api: operation is null ? null : service is null ? operation : $"{service}:{operation}");
            if (actor != new Actor())
                return actor;
        }

        return null;
    }
}
