using Remediator.Findings;

namespace Remediator.FindingSources.Config;

/// <summary>Reads the resource of an evaluation; Config's types are CloudFormation's names already.</summary>
internal static class ConfigResource
{
    /// <remarks>
    /// Config knows IAM principals by their unique id (AIDA..., AROA...), not by name. The id stays, and the detail says what it is,
    /// so that a remediation looks the name up instead of taking the id for one.
    /// </remarks>
    public static ResourceRef Read(string kind, string id, FindingScope scope)
    {
        var arn = Arn.TryParse(id);
        return kind switch
        {
            ResourceKinds.User or ResourceKinds.Role => new(kind, id) { Details = DetailBag.Of((ResourceDetails.PrincipalId, IsUniqueId(id) ? id : null)) },
            ResourceKinds.Bucket => new(kind, id, $"arn:{scope.Partition}:s3:::{id}"),
            ResourceKinds.Instance => new(kind, id, $"arn:{scope.Partition}:ec2:{scope.Region}:{scope.Account}:instance/{id}"),
            _ => new(kind, id, arn is null ? null : id),
        };
    }

    private static bool IsUniqueId(string id) =>
        id.Length >= 16 && (id.StartsWith("AIDA", StringComparison.Ordinal) || id.StartsWith("AROA", StringComparison.Ordinal));
}
