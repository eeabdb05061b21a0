using System.Text.Json;
using System.Text.RegularExpressions;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>What the type of a finding says is concerned, beside what its resource type names.</summary>
internal static partial class TypeResources
{
    /// <summary>The process got out of its container, or at what the host alone has: the host is as compromised as the container.</summary>
    public static bool ReachesHost(string? type) => type is
        "DefenseEvasion:Runtime/KernelModuleLoaded"
        or "PrivilegeEscalation:Runtime/CGroupsReleaseAgentModified"
        or "PrivilegeEscalation:Runtime/DockerSocketAccessed"
        or "PrivilegeEscalation:Runtime/RuncContainerEscape"
        or "UnauthorizedAccess:Runtime/MetadataDNSRebind";

    public static IEnumerable<ResourceRef> Host(string? type, JsonElement resource, FindingScope scope) => ReachesHost(type) ? Compute.Instance(resource, scope) : [];

    /// <summary>The instance or function that the credentials were made for: EC2 and Lambda name their session after it.</summary>
    /// <remarks>ECS names it after the task alone, and no call takes a task without its cluster.</remarks>
    /// <param name="mentioned">Instances of the finding; one of another name only is where the credentials were used.</param>
    public static IEnumerable<ResourceRef> Owner(string? type, Principal principal, IEnumerable<ResourceRef> mentioned, FindingScope scope)
    {
        if (type is null || principal.Id?.Split(':') is not [_, var session])
            return [];
        if (type.StartsWith("UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.", StringComparison.Ordinal))
            return Function(session, principal);
        if (!type.StartsWith("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.", StringComparison.Ordinal))
            return [];
        var owner = Compute.Instance(session, scope);
        return owner.HasWellFormedId ? [mentioned.FirstOrDefault(i => i.Id == session) ?? owner] : [];
    }

    private static IEnumerable<ResourceRef> Function(string session, Principal principal)
    {
        var function = new ResourceRef(ResourceKinds.Function, session) { Details = DetailBag.Of((ResourceDetails.PrincipalId, principal.Id)) };
        return function.HasWellFormedId && !TaskId().IsMatch(session) && !ResourceIdShape.Fits(ResourceKinds.Instance, session) ? [function] : [];
    }

    /// <summary>The repositories of the account that the containers of a task came from, where malware was found in the task.</summary>
    public static IEnumerable<ResourceRef> Repositories(string? type, JsonElement resource, FindingScope scope) =>
        Repositories(type, resource.Field("ecsClusterDetails").Field("taskDetails").Field("containers").Items().Select(c => c.Identifier("image")), scope);

    /// <param name="images">As a container runtime names them: registry, repository, tag or digest.</param>
    public static IEnumerable<ResourceRef> Repositories(string? type, IEnumerable<string?> images, FindingScope scope) =>
        type != "Execution:ECS/MaliciousFile" ? []
        : from name in images
          let image = Image().Match(name ?? "")
          where image.Success && image.Groups["account"].Value == scope.Account && image.Groups["region"].Value == scope.Region
          select new ResourceRef(ResourceKinds.EcrRepository, image.Groups["repository"].Value);

    /// <remarks>https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html</remarks>
    [GeneratedRegex(@"\A(?<account>[0-9]{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z0-9-]+)\.(amazonaws\.com(\.cn)?|on\.aws)/(?<repository>[a-z0-9][a-z0-9._/-]{1,255})([:@].*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Image();

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex TaskId();

    /// <summary>The trail that was switched off.</summary>
    /// <param name="trail">As the call named it: its name or its ARN.</param>
    public static IEnumerable<ResourceRef> Trail(string? type, string? trail, FindingScope scope) =>
        type != "Stealth:IAMUser/CloudTrailLoggingDisabled" || trail is null ? []
        : [ArnResource.TryRead(trail, scope) is { Kind: ResourceKinds.Trail } read ? read : new ResourceRef(ResourceKinds.Trail, trail)];

    /// <summary>What the call that a custom detection rule looks for opened or gave away, where the type alone says what that was.</summary>
    /// <param name="affected">Value of a kind in <c>affectedResources</c>; null where the finding has none.</param>
    /// <remarks>https://docs.aws.amazon.com/guardduty/latest/ug/findings-custom-detection-rules.html</remarks>
    public static IEnumerable<ResourceRef> Opened(string? type, Func<string, string?> affected, FindingScope scope) =>
        from kind in OpenedKinds(type)
        let value = affected(kind)
        where value is not null
        let opened = ArnResource.TryRead(value, scope) ?? new ResourceRef(kind, value)
        where opened.Kind == kind
        select opened;

    private static string[] OpenedKinds(string? type) => type switch
    {
        "Exfiltration:EC2/TransferDataToCloudAccount" => [ResourceKinds.Image, ResourceKinds.Snapshot],
        "Exfiltration:RDS/TransferDataToCloudAccount" => [ResourceKinds.DbSnapshot, ResourceKinds.DbClusterSnapshot],
        "InitialAccess:RDS/ExploitPublicFacingApplication" => [ResourceKinds.DbInstance],
        "Persistence:EC2/ExternalRemoteServices" => [ResourceKinds.SecurityGroup],
        _ => [],
    };

    /// <summary>Both, what is affected before the principals that acted.</summary>
    public static IEnumerable<ResourceRef> Beside(IEnumerable<ResourceRef> resources, params ReadOnlySpan<IEnumerable<ResourceRef>> more)
    {
        foreach (var some in more)
            resources = resources.Concat(some);
        return resources.OrderBy(r => r.Involvement);
    }

    /// <summary>The domain to block: a tunnel asks for each name below its domain once.</summary>
    public static string? Domain(string? type, string? asked, string? above) => type == "Trojan:EC2/DNSDataExfiltration" ? above ?? asked : asked;
}
