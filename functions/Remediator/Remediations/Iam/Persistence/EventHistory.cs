using System.Collections.Immutable;
using Amazon.CloudTrail;
using Remediator.Execution;

namespace Remediator.Remediations;

/// <summary>Looks a principal up in CloudTrail's event history.</summary>
internal static class EventHistory
{
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
        var found = await EventLookup.ReadAsync(there, LookupAttributeKey.Username, name, since, MostPages, cancel).ConfigureAwait(false);
        return ([.. found.Events.Select(e => PersistenceEvent.Read(e, role)).OfType<PersistenceEvent>()], found.More);
    }
}
