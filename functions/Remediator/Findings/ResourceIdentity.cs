namespace Remediator.Findings;

/// <summary>Which resource it is, among all of all accounts: two accounts, or two Regions, may have one of the same name.</summary>
/// <param name="Region">Empty where the name is the account's own in every Region: findings of two Regions then mean the same user or bucket.</param>
public readonly record struct ResourceIdentity(string Account, string Region, string Kind, string Id)
{
    private static readonly string[] Global = [ResourceKinds.Bucket, ResourceKinds.S3Object, ResourceKinds.Account];

    /// <param name="account">Of the finding; the resource's own goes before it.</param>
    /// <param name="region">Of the finding; the resource's own goes before it.</param>
    public static ResourceIdentity Of(string account, string region, ResourceRef resource) =>
        Of(resource.Detail(ResourceDetails.Account) ?? account, resource.Detail(ResourceDetails.Region) ?? region, resource.Kind, resource.Id);

    public static ResourceIdentity Of(string account, string region, string kind, string id) =>
        new(account, kind.StartsWith("AWS::IAM::", StringComparison.Ordinal) || Global.Contains(kind, StringComparer.Ordinal) ? "" : region, kind, id);

    /// <summary>The same, with what a name is unique in where that is less than an account: keys of two buckets, users of two pools.</summary>
    public static (ResourceIdentity Identity, string? Within) Distinct(string account, string region, ResourceRef resource) => (Of(account, region, resource), WithinOf(resource));

    /// <summary>The id, with what it is unique in before it where the finding names two of the same id.</summary>
    /// <remarks>Only there: what an execution was named by as long as there was one stays.</remarks>
    public static string IdIn(Finding finding, ResourceRef resource) =>
        WithinOf(resource) is { } within && finding.Resources.Any(r => r.Kind == resource.Kind && r.Id == resource.Id && WithinOf(r) != within) ? $"{within}/{resource.Id}" : resource.Id;

    private static string? WithinOf(ResourceRef resource) => resource.Kind switch
    {
        ResourceKinds.S3Object => resource.Detail(ResourceDetails.BucketName),
        ResourceKinds.UserPoolUser => resource.Detail(ResourceDetails.UserPoolId),
        _ => null,
    };

    public override string ToString() => Region.Length == 0 ? $"{Kind} {Id} of {Account}" : $"{Kind} {Id} of {Account} in {Region}";
}
