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

    public override string ToString() => Region.Length == 0 ? $"{Kind} {Id} of {Account}" : $"{Kind} {Id} of {Account} in {Region}";
}
