using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Reads one entry of an ASFF finding's resources.</summary>
internal static class AsffResource
{
    public static HubResource? Read(JsonElement entry, FindingScope scope)
    {
        var details = entry.Field("Details");
        if (HubResourceReader.Read(entry.Identifier("Type"), scope, entry.Identifier("Id")) is not { } resource)
            return null;
        resource = resource.With(details.Field("AwsEc2Instance").Identifier("IamInstanceProfileArn"), entry.Field("Tags").Tags());
        var isActor = string.Equals(entry.Text("ResourceRole"), "Actor", StringComparison.OrdinalIgnoreCase);
        if (resource.Kind != ResourceKinds.AccessKey)
            return new(resource, null, isActor);
        var key = details.Field("AwsIamAccessKey");
        var principal = Principal.From(
            key.Identifier("PrincipalType"),
            key.Identifier("PrincipalName") ?? key.Identifier("UserName"),
            key.Identifier("PrincipalId"),
            key.Identifier("AccessKeyId") ?? resource.Id);
        return new(resource with { Id = principal.Key!, Details = principal.Details() }, principal, isActor);
    }
}
