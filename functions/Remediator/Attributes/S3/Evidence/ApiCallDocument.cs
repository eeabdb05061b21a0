using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Execution;

namespace Remediator.Attributes.Evidence;

/// <summary>The management events of one user name in CloudTrail's event history; for sessions of an instance that is its id.</summary>
/// <remarks>CloudTrail answers two look-ups in a second, so that there is an end to it.</remarks>
internal sealed class ApiCallDocument(AwsSession aws, CancellationToken cancel)
{
    private const int MostPages = 20;

    public async Task<JsonObject> MakeAsync(string user, string from, string to)
    {
        var request = new LookupEventsRequest
        {
            LookupAttributes = [new LookupAttribute { AttributeKey = LookupAttributeKey.Username, AttributeValue = user }],
            StartTime = Time(from),
            EndTime = Time(to),
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
                return new JsonObject { ["user"] = user, ["from"] = from, ["to"] = to, ["complete"] = string.IsNullOrEmpty(answer.NextToken), ["events"] = events };
            }
        }
    }

    private static DateTime Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;
}
