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
        if (resource.Kind == ResourceKinds.S3Object)
            resource = resource with { Details = resource.Details.SetItems(DetailBag.Of((ResourceDetails.Version, details.Field("AwsS3Object").Identifier("VersionId")), (ResourceDetails.ETag, details.Field("AwsS3Object").Identifier("ETag")))) };
        var isActor = string.Equals(entry.Text("ResourceRole"), "Actor", StringComparison.OrdinalIgnoreCase);
        if (resource.Kind != ResourceKinds.AccessKey)
            return new(resource, null, isActor) { Images = [.. Images(details)] };
        var key = details.Field("AwsIamAccessKey");
        var principal = Principal.From(
            key.Identifier("PrincipalType"),
            key.Identifier("PrincipalName") ?? key.Identifier("UserName"),
            key.Identifier("PrincipalId"),
            key.Identifier("AccessKeyId") ?? resource.Id);
        return new(resource with { Id = principal.Key!, Details = principal.Details() }, principal, isActor);
    }
    /// <summary>Of a container itself, or of those of a task; <c>AwsEcsCluster</c> has no place for any.</summary>
    /// <remarks>
    /// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ContainerDetails.html, API_AwsEcsTaskDetails.html and
    /// API_AwsEcsContainerDetails.html beside it; which of them Security Hub fills for a finding of GuardDuty's is not documented.
    /// </remarks>
    private static IEnumerable<string> Images(JsonElement details) =>
        details.Field("AwsEcsTask").Field("Containers").Items().Select(c => c.Identifier("Image"))
            .Append(details.Field("AwsEcsContainer").Identifier("Image"))
            .Append(details.Field("Container").Identifier("ImageName"))
            .OfType<string>();
}
