using System.Buffers;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Where a finding applies: account, Region and partition.</summary>
internal sealed record FindingScope(string Account, string Region, string Partition)
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(":/ \"'\\");

    /// <summary>
    /// What the finding says goes before what its ARN says, and that before the envelope, which in an administrator account
    /// names another account. Null when the account or the Region is nowhere: then nothing can be acted on.
    /// </summary>
    public static FindingScope? Resolve(string? account, string? region, string? partition, string? arn, EventEnvelope envelope)
    {
        var fromArn = Arn.TryParse(arn);
        var foundAccount = FirstOf(IsAccountLike, account, fromArn?.Account, envelope.Account);
        var foundRegion = FirstOf(IsRegionLike, region, fromArn?.Region, envelope.Region);
        if (foundAccount is null || foundRegion is null)
            return null;
        return new(foundAccount, foundRegion, FirstOf(Partitions.IsPartition, partition, fromArn?.Partition) ?? Partitions.Of(foundRegion));
    }

    /// <summary>The sentence for a finding without a scope.</summary>
    public static SourceResult.Rejected Missing(string what) =>
        new($"{what} names no account or no Region, and neither do its ARN and its envelope, so nothing could be acted on");

    private static string? FirstOf(Func<string, bool> fits, params ReadOnlySpan<string?> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate is not null && fits(candidate))
                return candidate;
        }

        return null;
    }

    // Masked and made-up account ids ("********8494") stay readable; who assumes a role checks for twelve digits.
    private static bool IsAccountLike(string text) =>
        text.Length is > 0 and <= 64 && SafeText.IdentifierOrNull(text) is not null && text.AsSpan().IndexOfAny(Separators) < 0;

    // A Region becomes part of a host name.
    public static bool IsRegionLike(string text) => text.Length is > 0 and <= 32 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
