using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Execution;

namespace Remediator.Attributes.Evidence;

/// <summary>The management events of one user name or access key in CloudTrail's event history of the Region; sessions of an instance have its id for user name.</summary>
/// <remarks>CloudTrail answers two look-ups in a second, so that there is an end to it.</remarks>
internal sealed class ApiCallDocument(AwsSession aws, CancellationToken cancel)
{
    private const int MostPages = 20;

    public async Task<JsonObject> MakeAsync(string by, string value, string from)
    {
        var request = new LookupEventsRequest
        {
            LookupAttributes = [new LookupAttribute { AttributeKey = by == EvidenceCollector.Key ? LookupAttributeKey.AccessKeyId : LookupAttributeKey.Username, AttributeValue = value }],
            StartTime = Time(from),
            MaxResults = 50,
        };
        var events = new JsonArray();
        for (var page = 1; ; page++)
        {
            var answer = await aws.Client<IAmazonCloudTrail>().LookupEventsAsync(request, cancel).ConfigureAwait(false);
            foreach (var found in answer.Events ?? [])
            {
                events.Add(JsonNode.Parse(found.CloudTrailEvent ?? "null"));
            }

            request.NextToken = answer.NextToken;
            if (string.IsNullOrEmpty(answer.NextToken) || page == MostPages)
            {
                return new JsonObject { [by] = value, ["region"] = aws.Region, ["from"] = from, ["complete"] = string.IsNullOrEmpty(answer.NextToken), ["events"] = events };
            }
        }
    }

    private static DateTime Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;
}
