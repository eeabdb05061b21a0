namespace Remediator.FindingSources.SecurityHub;

/// <summary>Services whose findings Security Hub passes on and that have a source of their own here.</summary>
internal static class WrappedProduct
{
    public const string GuardDuty = "guardduty";
    public const string Inspector = "inspector2";
    public const string Macie = "macie";

    /// <summary>
    /// The identity of a finding: its id, which is unique only within its product. Anybody who may import findings chooses the ids of
    /// products of his own: with the product before it, such an id is never taken for that of a service's finding.
    /// </summary>
    public static string IdentityOf(string? product, string findingId) =>
        product is null || product.Contains("/aws/", StringComparison.Ordinal) ? findingId : $"{product}/{findingId}";

    /// <summary>Name of the source, by the ARN that Security Hub gives to products: nobody but the service itself can use it.</summary>
    /// <param name="product">Such as <c>arn:aws:securityhub:eu-west-1::product/aws/guardduty</c>, or <c>productv2</c>.</param>
    public static string? SourceOf(string? product, string findingId)
    {
        var name = product is not null && product.IndexOf("/aws/", StringComparison.Ordinal) is >= 0 and var at ? product[(at + 5)..] : null;
        return name switch
        {
            "guardduty" => GuardDuty,
            "macie" => Macie,

            // The first Inspector has findings of another kind under the same name.
            "inspector" when Findings.Arn.TryParse(findingId) is { Service: "inspector2" } => Inspector,
            _ => null,
        };
    }
}
