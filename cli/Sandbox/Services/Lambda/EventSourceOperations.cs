using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Lambda;

/// <summary>Event source mappings; they change their state at once here.</summary>
[Service("lambda", Protocol.RestJson)]
internal static class EventSourceOperations
{
    [Route("GET", "/2015-03-31/event-source-mappings")]
    [Checks("*")]
    public static Answer ListEventSourceMappings(Call call)
    {
        var name = call.Parameters["FunctionName"];
        var all = call.Region.Functions.Values.Where(f => name is null || f.Name == name).SelectMany(f => f.EventSources.Keys.Select(id => (Function: f, Id: id))).ToList();
        var (items, next) = call.Page(all, call.Parameters["Marker"], call.Parameters.Int("MaxItems"), usual: 100);
        var answer = new JsonObject { ["EventSourceMappings"] = new JsonArray([.. items.Select(m => Write(m.Function, m.Id))]) };
        if (next is not null)
        {
            answer["NextMarker"] = next;
        }

        return Answer.Json(answer);
    }

    [Route("GET", "/2015-03-31/event-source-mappings/{UUID}")]
    public static Answer GetEventSourceMapping(Call call)
    {
        var (function, id) = Find(call);
        return Answer.Json(Write(function, id));
    }

    [Route("PUT", "/2015-03-31/event-source-mappings/{UUID}")]
    public static Answer UpdateEventSourceMapping(Call call)
    {
        var (function, id) = Find(call);
        if (call.Parameters.Bool("Enabled") is { } enabled)
        {
            function.EventSources[id] = enabled ? "Enabled" : "Disabled";
        }

        return Answer.Json(Write(function, id));
    }

    private static (LambdaFunction Function, string Id) Find(Call call)
    {
        var id = call.Parameters.Required("UUID");
        var function = call.Region.Functions.Values.FirstOrDefault(f => f.EventSources.ContainsKey(id));
        call.Demand(
            call.Operation.DefaultAction,
            World.Arn("lambda", call.RegionName, call.Account.Id, $"event-source-mapping:{id}"),
            function is null ? null : new Dictionary<string, string> { ["lambda:FunctionArn"] = function.Arn });
        return (function ?? throw FunctionOperations.NotFound("The resource you requested does not exist."), id);
    }

    private static JsonObject Write(LambdaFunction function, string id) =>
        new() { ["UUID"] = id, ["FunctionArn"] = function.Arn, ["State"] = function.EventSources[id] };
}
