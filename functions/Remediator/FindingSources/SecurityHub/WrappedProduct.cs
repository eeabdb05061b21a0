using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Services whose findings Security Hub passes on and that have a source of their own here.</summary>
internal static class WrappedProduct
{
    public const string GuardDuty = "guardduty";
    public const string Inspector = "inspector2";
    public const string Macie = "macie";

    private const string Unnamed = "unnamed";

    /// <summary>
    /// The identity of a finding: its id, which is unique only within its product. Anybody who may import findings chooses the ids of
    /// products of his own: with the product before it, such an id is never taken for that of a service's finding.
    /// </summary>
    public static string IdentityOf(string? product, string findingId) => IsAws(product) ? findingId : $"{product ?? Unnamed}/{findingId}";

    /// <summary>The type of a finding that no service made, with its product before it: anybody who may import findings chooses it, also as <c>S3.8</c>.</summary>
    public static string? TypeOf(string? product, string? type) => type is null || IsAws(product) ? type : $"{PathOf(product)}/{type}";

    /// <summary>Whether it is a product of AWS's own: nobody but the service itself can use its ARN, which has no account.</summary>
    public static bool IsAws(string? product) => AwsName(product) is not null;

    /// <summary>Why the finding is not believed; null when it is. An account that may import findings speaks for no other account.</summary>
    public static string? Overreach(string? product, FindingScope scope, IEnumerable<ResourceRef> resources) =>
        !IsAws(product) && resources.Select(r => r.Detail(ResourceDetails.Account)).FirstOrDefault(a => a is not null) is { } other
            ? $"the product {SafeText.Quote(product ?? Unnamed)} reports from account {scope.Account} about a resource of account {other}, for which it cannot speak"
            : null;

    /// <summary>Name of the source, by the ARN that Security Hub gives to products.</summary>
    /// <param name="product">Such as <c>arn:aws:securityhub:eu-west-1::product/aws/guardduty</c>, or <c>productv2</c>.</param>
    public static string? SourceOf(string? product, string findingId) => AwsName(product) switch
    {
        "guardduty" => GuardDuty,
        "macie" => Macie,

        // The first Inspector has findings of another kind under the same name.
        "inspector" when Arn.TryParse(findingId) is { Service: "inspector2" } => Inspector,
        _ => null,
    };

    private static string? AwsName(string? product) =>
        Arn.TryParse(product) is { Service: "securityhub", Account: "" } arn && arn.Resource.Split('/') is ["product" or "productv2", "aws", { Length: > 0 } name] ? name : null;

    private static string PathOf(string? product) =>
        Arn.TryParse(product) is { } arn && arn.Resource.Split('/', 2) is ["product" or "productv2", { Length: > 0 } path] ? path : Unnamed;
}
