using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.CloudTrail;
using Remediator.Execution;

namespace Remediator.Attributes.Evidence;

/// <summary>The management events of one user name or access key in CloudTrail's event history of the Region; sessions of an instance have its id for user name.</summary>
internal sealed class ApiCallDocument(AwsSession aws, CancellationToken cancel)
{
    private const int MostPages = 20;
    private const int PageSize = 50;
    private const string Complete = "complete";

    /// <summary>The fields before the events; nothing in them can imitate a name, because quotes in JSON are escaped.</summary>
    private const int Head = 1024;

    /// <summary>What a file of calls says of those that it has no room for; null where it has all.</summary>
    public static string? Cut(ReadOnlySpan<byte> file) =>
        file[..Math.Min(file.Length, Head)].IndexOf(Encoding.UTF8.GetBytes($"\"{Complete}\":false")) >= 0 ? $"the newest {MostPages * PageSize} API calls only, there are more" : null;

    public async Task<JsonObject> MakeAsync(string by, string value, string from, string? region)
    {
        using var there = region is null ? null : new AwsSession(aws.Credentials, aws.Account, region, aws.Partition, aws.Endpoint);
        var looked = there ?? aws;
        var key = by == EvidenceCollector.Key ? LookupAttributeKey.AccessKeyId : LookupAttributeKey.Username;
        var found = await EventLookup.ReadAsync(looked, key, value, DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), MostPages, cancel).ConfigureAwait(false);
        return new JsonObject { [by] = value, ["region"] = looked.Region, ["from"] = from, [Complete] = !found.More, ["events"] = new JsonArray([.. found.Events.Select(e => JsonNode.Parse(e ?? "null"))]) };
    }
}
