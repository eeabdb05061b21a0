using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads resources of types that have no reader of their own.</summary>
internal static class OtherResources
{
    /// <summary>Malware in backups: a snapshot, an image or a recovery point.</summary>
    public static IEnumerable<ResourceRef> OfBackup(JsonElement resource)
    {
        if (Storage.ByArn(ResourceKinds.Snapshot, resource.Field("ebsSnapshotDetails").Identifier("snapshotArn")) is { } snapshot)
            yield return snapshot;
        if (Storage.ByArn(ResourceKinds.Image, resource.Field("ec2ImageDetails").Identifier("imageArn")) is { } image)
            yield return image;
        var point = resource.Field("recoveryPointDetails").Identifier("recoveryPointArn");
        if (point is not null)
            yield return new ResourceRef(ResourceKinds.RecoveryPoint, point, point);
    }

    /// <summary>
    /// A type published after this version: <c>GroundStation</c> has its details in <c>groundStationDetails</c>, and they name it by
    /// <c>id</c>, <c>groundStationId</c>, <c>name</c>, <c>groundStationName</c> or an ARN. The kind stays as it came.
    /// </summary>
    public static IEnumerable<ResourceRef> OfUnknownType(string type, JsonElement resource)
    {
        var details = resource.Field(type + "Details");
        var arn = details.Identifier("arn") ?? details.Identifier(type + "Arn");
        var id = details.Identifier("id") ?? details.Identifier(type + "Id") ?? details.Identifier(type + "Identifier")
            ?? details.Identifier("name") ?? details.Identifier(type + "Name") ?? arn;
        return id is null ? [] : [new ResourceRef(type, id, arn) { Tags = details.Field("tags").Tags() }];
    }

    /// <summary>A finding with no resource block at all: what the API call that it reports did something to.</summary>
    public static IEnumerable<ResourceRef> OfApiCall(JsonElement body)
    {
        var affected = GuardDutyShape.Service(body).Field("action").Field("awsApiCallAction").Field("affectedResources");
        if (!affected.IsObject())
            yield break;
        foreach (var property in affected.EnumerateObject())
        {
            if (SafeText.IdentifierOrNull(JsonFields.NameOf(property)) is { } kind && SafeText.IdentifierOrNull(property.Value.Text()) is { } value)
                yield return Storage.ByArn(kind, value) ?? new ResourceRef(kind, value);
        }
    }
}
