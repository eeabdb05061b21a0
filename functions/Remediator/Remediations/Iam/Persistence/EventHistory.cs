using System.Collections.Immutable;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Execution;

namespace Remediator.Remediations;

/// <summary>Looks a principal up in CloudTrail's event history.</summary>
internal static class EventHistory
{
    /// <summary>CloudTrail answers two look-ups a second, with fifty events each.</summary>
    private const int MostPages = 8;

    /// <summary>IAM's calls are recorded in one Region of each partition.</summary>
    public static string RegionOfIam(string partition) => partition switch
    {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };

    /// <summary>What the principal left in IAM, the newest first, and whether there are older events that were not looked at.</summary>
    /// <param name="name">A user's name, or the name of a role's session.</param>
    public static async Task<(ImmutableArray<PersistenceEvent> Found, bool More)> ReadAsync(AwsSession aws, string name, string? role, DateTimeOffset since, CancellationToken cancel)
    {
        using var there = new AwsSession(aws.Credentials, aws.Account, RegionOfIam(aws.Partition), aws.Partition, aws.Endpoint);
        var found = ImmutableArray.CreateBuilder<PersistenceEvent>();
        var request = new LookupEventsRequest
        {
            LookupAttributes = [new LookupAttribute { AttributeKey = LookupAttributeKey.Username, AttributeValue = name }],
            StartTime = since.UtcDateTime,
        };
        for (var page = 1; ; page++)
        {
            var response = await there.Client<IAmazonCloudTrail>().LookupEventsAsync(request, cancel).ConfigureAwait(false);
            found.AddRange((response.Events ?? []).Select(e => PersistenceEvent.Read(e.CloudTrailEvent, role)).OfType<PersistenceEvent>());
            request.NextToken = response.NextToken;
            if (string.IsNullOrEmpty(request.NextToken) || page == MostPages)
            {
                return (found.ToImmutable(), !string.IsNullOrEmpty(request.NextToken));
            }
        }
    }
}
