using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Who made the call.</summary>
/// <param name="Principal">ARN, or the service's name.</param>
/// <param name="Resources">Role, user and key, as principals that acted.</param>
internal sealed record CloudTrailCaller(string? Principal, IReadOnlyList<ResourceRef> Resources)
{
    public static CloudTrailCaller Read(JsonElement identity, FindingScope scope)
    {
        var issuer = identity.Field("sessionContext").Field("sessionIssuer");
        var arn = identity.Identifier("arn");
        var named = ArnResource.TryRead(arn);
        var type = named?.Kind == ResourceKinds.User ? "IAMUser" : identity.Identifier("type");
        var assumed = string.Equals(type, "AssumedRole", StringComparison.OrdinalIgnoreCase);
        var role = issuer.Identifier("userName") ?? (named?.Kind == ResourceKinds.Role ? named.Id : null);
        var principal = GuardDuty.Principal.From(type, assumed ? role : identity.Identifier("userName"), identity.Identifier("principalId"), identity.Identifier("accessKeyId"));
        var account = identity.Text("accountId");
        return new(arn ?? identity.Identifier("invokedBy"), [.. Principals.Acting(principal).Select(r => account is not null && ResourceIdShape.IsAccount(account) && account != scope.Account
            ? r with { Details = r.Details.SetItem(ResourceDetails.Account, account) }
            : r)]);
    }
}
