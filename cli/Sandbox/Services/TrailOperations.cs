using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>CloudTrail's event history, newest first.</summary>
[Service("cloudtrail", Protocol.Json)]
internal static class TrailOperations
{
    private const int PageSize = 50;

    [Checks("*")]
    public static Answer LookupEvents(Call call)
    {
        var attribute = call.Document["LookupAttributes"]!.AsArray()[0]!;
        var value = attribute["AttributeValue"]!.GetValue<string>();
        Func<TrailEvent, bool> matches = attribute["AttributeKey"]!.GetValue<string>() switch
        {
            "Username" => e => e.User == value,
            "AccessKeyId" => e => e.AccessKeyId == value,
            "EventName" => e => e.Name == value,
            _ => throw new AwsError("InvalidLookupAttributesException", "The sandbox looks events up by user name, access key id and event name only."),
        };
        var all = call.Region.Trail.Where(matches).Reverse().ToList();
        var (items, next) = call.Page(all, call.Parameters["NextToken"], call.Parameters.Int("MaxResults"), PageSize);
        var answer = new JsonObject
        {
            ["Events"] = new JsonArray([.. items.Select(e => (JsonNode)new JsonObject { ["Username"] = e.User, ["EventName"] = e.Name, ["CloudTrailEvent"] = e.Document ?? new JsonObject { ["eventName"] = e.Name }.ToJsonString() })]),
        };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return Answer.Json(answer);
    }
}
