using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.CloudTrail;
using Remediator.Execution;

namespace Remediator.Attributes.Evidence;

/// <summary>The management events of one user name or access key in CloudTrail's event history of the Region; sessions of an instance have its id for user name.</summary>
internal sealed class ApiCallDocument(AwsSession aws, CancellationToken cancel)
{
    private const int MostPages = 20;

    public async Task<JsonObject> MakeAsync(string by, string value, string from)
    {
        var key = by == EvidenceCollector.Key ? LookupAttributeKey.AccessKeyId : LookupAttributeKey.Username;
        var found = await EventLookup.ReadAsync(aws, key, value, DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), MostPages, cancel).ConfigureAwait(false);
        return new JsonObject { [by] = value, ["region"] = aws.Region, ["from"] = from, ["complete"] = !found.More, ["events"] = new JsonArray([.. found.Events.Select(e => JsonNode.Parse(e ?? "null"))]) };
    }
}
