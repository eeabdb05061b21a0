namespace Remediator.Findings;

/// <summary>Which AWS partition a Region belongs to.</summary>
public static class Partitions
{
    // The prefixes of the Region patterns in the AWS SDKs' partitions.json; all others are commercial Regions.
    private static readonly (string RegionPrefix, string Partition)[] Special =
    [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-iso-", "aws-iso"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("eu-isoe-", "aws-iso-e"),
        ("eusc-", "aws-eusc"),
    ];

    public static string Of(string region)
    {
        foreach (var (prefix, partition) in Special)
        {
            if (region.StartsWith(prefix, StringComparison.Ordinal))
                return partition;
        }

        return "aws";
    }

    /// <summary>Whether the text can be a partition's name: <c>aws</c> or <c>aws-</c> and letters.</summary>
    public static bool IsPartition(string text) =>
        text == "aws" || (text.StartsWith("aws-", StringComparison.Ordinal) && text.Length is > 4 and <= 20 && text.All(c => c is '-' or (>= 'a' and <= 'z')));
}
