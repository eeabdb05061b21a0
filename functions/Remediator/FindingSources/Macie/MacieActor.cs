using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.Macie;

/// <summary>Who changed the bucket; a finding about sensitive data has nobody.</summary>
internal sealed record MacieActor(string? Arn, string? RemoteIp, string? Country, string? Api)
{
    public static MacieActor Of(JsonElement body)
    {
        var policy = body.Field("policyDetails");
        var actor = policy.Field("actor");
        var call = policy.Field("action").Field("apiCallDetails");
        var ip = actor.Field("ipAddressDetails");
        var service = call.Identifier("apiServiceName")?.Split('.')[0];
        return new(
            actor.Field("userIdentity").ObjectField("assumedRole", "iamUser", "federatedUser", "root").Identifier("arn"),
            ip.Identifier("ipAddressV4"),
            ip.Field("ipCountry").Identifier("name"),
            call.Identifier("api") is { } api ? service is null ? api : $"{service}:{api}" : null);
    }

    public Actor? ToActor() => new Actor(RemoteIp, Country, Principal: Arn, Api: Api) is var actor && actor == new Actor() ? null : actor;

    public IEnumerable<ResourceRef> Principals(FindingScope scope) =>
        ArnResource.TryRead(Arn, scope) is { Kind: ResourceKinds.User or ResourceKinds.Role } principal ? [principal with { Involvement = Involvement.Actor }] : [];
}
