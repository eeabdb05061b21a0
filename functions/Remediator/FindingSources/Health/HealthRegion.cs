namespace Remediator.FindingSources.Health;

/// <summary>The Region of an event; one that is about a global service says <c>global</c>, which is no Region.</summary>
internal static class HealthRegion
{
    /// <summary>For a global event the Region that answers for the partition's global services.</summary>
    public static string? Of(string? region, string? partition) => region switch
    {
        "global" => partition switch
        {
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            "aws" => "us-east-1",
            _ => null,
        },
        "" => null,
        _ => region,
    };
}
