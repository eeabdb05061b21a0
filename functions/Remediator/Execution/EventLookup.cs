using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;

namespace Remediator.Execution;

/// <summary>Reads CloudTrail's event history of one Region, the newest events first, to an end: it answers two look-ups in a second, with fifty events each.</summary>
internal static class EventLookup
{
    /// <summary>Pages of one look-up; what is older is not looked at, and that is said.</summary>
    public const int MostPages = 8;

    /// <summary>The calls of these names together, by whomever: which resources CloudTrail finds a call under is not documented.</summary>
    public static async Task<LookedUp> ByNamesAsync(AwsSession aws, IEnumerable<string> names, DateTimeOffset? since, CancellationToken cancel)
    {
        var reads = await Task.WhenAll(names.Select(name => ReadAsync(aws, LookupAttributeKey.EventName, name, since, MostPages, cancel))).ConfigureAwait(false);
        return new LookedUp([.. reads.SelectMany(r => r.Events)], reads.Any(r => r.More));
    }

    public static async Task<LookedUp> ReadAsync(AwsSession aws, LookupAttributeKey by, string value, DateTimeOffset? since, int mostPages, CancellationToken cancel)
    {
        var found = new List<string?>();
        var request = new LookupEventsRequest
        {
            LookupAttributes = [new LookupAttribute { AttributeKey = by, AttributeValue = value }],
            StartTime = since?.UtcDateTime,
            MaxResults = 50,
        };
        for (var page = 1; ; page++)
        {
            var answer = await aws.Client<IAmazonCloudTrail>().LookupEventsAsync(request, cancel).ConfigureAwait(false);
            found.AddRange((answer.Events ?? []).Select(e => e.CloudTrailEvent));
            request.NextToken = answer.NextToken;
            if (string.IsNullOrEmpty(answer.NextToken) || page == mostPages)
            {
                return new LookedUp(found, !string.IsNullOrEmpty(answer.NextToken));
            }
        }
    }
}

/// <summary>Events as JSON, and whether there are older ones that were not looked at.</summary>
internal sealed class LookedUp(List<string?> events, bool more)
{
    public List<string?> Events { get; } = events;

    public bool More { get; } = more;
}
