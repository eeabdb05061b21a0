using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads what a finding is about, which <c>resourceType</c> decides and not which details happen to be there.</summary>
/// <remarks>
/// A finding about an access key may carry the details of an instance: the instance only is where the key was used. Isolating it
/// would hit the wrong target, so details of another kind than the named one are no resources of the finding, except where its type says that they are
/// (<see cref="TypeResources"/>), and of a container that is no task's and no pod's: its host is the narrowest thing that AWS can stop.
/// </remarks>
internal static class GuardDutyResources
{
    public static IReadOnlyList<ResourceRef> Read(JsonElement body, FindingScope scope)
    {
        var resource = body.Field("resource");
        var type = body.Identifier("type");
        var kind = resource.Identifier("resourceType");
        var credentials = resource.Field("accessKeyDetails");
        var affected = GuardDutyShape.Service(body).Field("action").Field("awsApiCallAction").Field("affectedResources");
        IEnumerable<ResourceRef> found = kind?.ToUpperInvariant() switch
        {
            "ACCESSKEY" => TypeResources.Beside(
                Principals.Affected(credentials, scope.Account),
                TypeResources.Owner(type, Principal.Of(credentials), Compute.Instance(resource, scope), scope),
                TypeResources.Trail(type, affected.Identifier(ResourceKinds.Trail), scope),
                TypeResources.Opened(type, k => affected.Identifier(k), scope)),
            "INSTANCE" => [.. Compute.Instance(resource, scope), .. Compute.Container(resource), .. Storage.ScannedVolumes(resource)],
            "CONTAINER" => [.. Compute.Container(resource), .. Storage.ScannedVolumes(resource), .. Compute.Instance(resource, scope)],
            "EKSCLUSTER" => [.. Compute.EksCluster(resource), .. Compute.Container(resource), .. Storage.ScannedVolumes(resource), .. TypeResources.Host(type, resource, scope), .. Principals.Acting(credentials)],
            "ECSCLUSTER" => [.. Compute.EcsCluster(resource), .. Compute.Container(resource), .. Storage.ScannedVolumes(resource), .. TypeResources.Host(type, resource, scope), .. TypeResources.Repositories(type, resource, scope)],
            "LAMBDA" => Compute.Function(resource),
            "S3BUCKET" => [.. Storage.Buckets(resource, scope), .. Principals.Acting(credentials)],
            "S3OBJECT" => [.. Storage.Objects(resource), .. Storage.Buckets(resource, scope), .. Principals.Acting(credentials)],
            "RDSDBINSTANCE" => Storage.DbInstance(resource),
            "RDSLIMITLESSDB" => Storage.DbShardGroup(resource),
            "ATTACKSEQUENCE" => AttackSequence.Resources(GuardDutyShape.Service(body).Field("detection").Field("sequence"), scope),
            null => resource.ValueKind == JsonValueKind.Undefined ? OtherResources.OfApiCall(body) : [],
            _ => [.. OtherResources.OfBackup(resource), .. OtherResources.OfUnknownType(kind!, resource)],
        };
        return [.. found.DistinctBy(r => ResourceIdentity.Distinct(scope.Account, scope.Region, r))];
    }
}
