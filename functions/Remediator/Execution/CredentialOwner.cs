using Remediator.Findings;

namespace Remediator.Execution;

/// <summary>One IAM user under two names: findings are about its access key or about the user, as their type wants.</summary>
internal static class CredentialOwner
{
    /// <summary>Kind and id under which the ledger may know the same credentials, that of the resource itself first.</summary>
    public static IEnumerable<(string Kind, string Id)> Names(ResourceRef resource)
    {
        yield return (resource.Kind, resource.Id);
        if (resource.Kind == ResourceKinds.AccessKey && UserOf(resource) is { } user)
            yield return (ResourceKinds.User, user);
        if (resource.Kind == ResourceKinds.User && resource.Detail(ResourceDetails.AccessKeyId) is { } key)
            yield return (ResourceKinds.AccessKey, key);
    }

    /// <summary>Whether both are credentials of one user of an account; two ids of one name are a user and whoever was made after it.</summary>
    public static bool IsSame(ResourceRef one, ResourceRef other) =>
        (KeyOf(one) is { } key && key == KeyOf(other)) || (UserOf(one) is { } user && user == UserOf(other) && !IsAnother(one, other));

    private static bool IsAnother(ResourceRef one, ResourceRef other) =>
        one.Detail(ResourceDetails.PrincipalId) is { } id && other.Detail(ResourceDetails.PrincipalId) is { } otherId && id != otherId;

    private static string? KeyOf(ResourceRef resource) => resource.Kind switch
    {
        ResourceKinds.AccessKey => resource.Id,
        ResourceKinds.User => resource.Detail(ResourceDetails.AccessKeyId),
        _ => null,
    };

    private static string? UserOf(ResourceRef resource) => resource.Kind switch
    {
        ResourceKinds.User => resource.Id,
        ResourceKinds.AccessKey when resource.Detail(ResourceDetails.UserType) == "IAMUser" => resource.Detail(ResourceDetails.UserName),
        _ => null,
    };
}
