using System.Collections.Immutable;
using Amazon.RDS;
using Amazon.RDS.Model;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>What every remediation of databases reads.</summary>
internal static class DatabaseReads
{
    /// <summary>Letters, digits and hyphens, a letter first: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html.</summary>
    public static bool IsIdentifier(string text) => text.Length is >= 1 and <= 255 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static string Arn(ObserveContext context, string type, string id) => $"arn:{context.Aws.Partition}:rds:{context.Aws.Region}:{context.Aws.Account}:{type}:{id.ToLowerInvariant()}";

    /// <summary>Unreadable tags are for the safety gate to weigh; they do not hide what else was seen.</summary>
    public static async Task<TagReading> TagsAsync(ObserveContext context, string type, string id, CancellationToken cancel)
    {
        try
        {
            var request = new ListTagsForResourceRequest { ResourceName = Arn(context, type, id) };
            var response = await context.Aws.Client<IAmazonRDS>().ListTagsForResourceAsync(request, cancel).ConfigureAwait(false);
            return Known(response.TagList);
        }
        catch (AmazonRDSException e) when (e.ErrorCode.Contains("NotFound", StringComparison.Ordinal))
        {
            return TagReading.None;
        }
        catch (AmazonRDSException e)
        {
            return new TagReading.Unknown($"tags of {id}: {e.ErrorCode}: {e.Message}");
        }
    }

    public static TagReading Known(List<Tag>? tags) => new TagReading.Known((tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
}
