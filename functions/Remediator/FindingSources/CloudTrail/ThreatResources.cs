using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Takes the resources out of a call's parameters, which may hold names or ARNs.</summary>
internal static class ThreatResources
{
    public static ResourceRef Account(FindingScope scope) => new(ResourceKinds.Account, scope.Account);

    /// <summary>The one that the parameter names; the account where it names none.</summary>
    public static Func<CloudTrailCall, FindingScope, IEnumerable<ResourceRef>> Named(string kind, params string[] parameters) => (call, scope) =>
    {
        var name = parameters.Select(call.Parameter).FirstOrDefault(p => p is not null);
        if (name is null)
            return [Account(scope)];
        return [ArnResource.TryRead(name, scope) is { } read && read.Kind == kind ? read : new ResourceRef(kind, name)];
    };

    /// <summary>KMS takes aliases too: the key itself stands in the record's resources.</summary>
    public static IEnumerable<ResourceRef> Key(CloudTrailCall call, FindingScope scope) =>
        call.Response.Field("keyId").Text() is { } answered && ArnResource.TryRead(SafeText.IdentifierOrNull(answered), scope) is { Kind: ResourceKinds.Key } key ? [key]
        : Named(ResourceKinds.Key, "keyId")(call, scope);

    public static IEnumerable<ResourceRef> Bucket(CloudTrailCall call, FindingScope scope) =>
        call.Parameter("bucketName") is { } name ? [new(ResourceKinds.Bucket, name, $"arn:{scope.Partition}:s3:::{name}")] : [];

    public static IEnumerable<ResourceRef> FlowLogs(CloudTrailCall call, FindingScope scope) =>
        call.Request.Field("DeleteFlowLogsRequest").Field("FlowLogId").Items().Select(f => f.Identifier("content")).OfType<string>().Select(id => new ResourceRef(ResourceKinds.FlowLog, id)).DefaultIfEmpty(Account(scope));
}
