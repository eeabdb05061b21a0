using System.Collections.Immutable;
using Amazon.CloudTrail;
using Remediator.Execution;

namespace Remediator.Remediations;

/// <summary>Looks a principal up in CloudTrail's event history.</summary>
internal static class EventHistory
{
    /// <summary>As CloudTrail names it; its calls are recorded where it is, in the Region of the call.</summary>
    public const string RolesAnywhere = "rolesanywhere.amazonaws.com";

    /// <summary>IAM's calls are recorded in one Region of each partition.</summary>
    public static string RegionOfIam(string partition) => partition switch
    {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };

    /// <summary>What the principal left in IAM, and in IAM Roles Anywhere of the session's Region, the newest first of each, and whether there are older events that were not looked at.</summary>
    /// <param name="name">A user's name, or the name of a role's session.</param>
    public static async Task<(ImmutableArray<PersistenceEvent> Found, bool More)> ReadAsync(AwsSession aws, string name, string? role, DateTimeOffset since, CancellationToken cancel)
    {
        using var there = new AwsSession(aws.Credentials, aws.Account, RegionOfIam(aws.Partition), aws.Partition, aws.Endpoint);
        var own = EventLookup.ReadAsync(there, LookupAttributeKey.Username, name, since, EventLookup.MostPages, cancel);

        // By the calls and not by the service: each session that certificates open is an event of the service too.
        var anywhere = EventLookup.ByNamesAsync(aws, PersistenceEvent.OfRolesAnywhere, since, cancel);
        LookedUp[] reads = await Task.WhenAll(own, anywhere).ConfigureAwait(false);
        return ([.. reads.SelectMany(r => r.Events).Select(e => PersistenceEvent.Read(e, name, role)).OfType<PersistenceEvent>()], reads.Any(r => r.More));
    }
}
