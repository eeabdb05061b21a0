using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>The recorders of AWS Config; nothing is recorded here.</summary>
[Service("config", Protocol.Json)]
internal static class RecorderOperations
{
    public static Answer DescribeConfigurationRecorders(Call call) =>
        List(call, "ConfigurationRecorders", r =>
        {
            var recorder = new JsonObject { ["arn"] = r.Arn, ["name"] = r.Name };
            if (r.ServicePrincipal is not null)
            {
                recorder["servicePrincipal"] = r.ServicePrincipal;
            }

            return recorder;
        });

    public static Answer DescribeConfigurationRecorderStatus(Call call) =>
        List(call, "ConfigurationRecordersStatus", r => new JsonObject { ["arn"] = r.Arn, ["name"] = r.Name, ["recording"] = r.IsRecording });

    public static Answer StartConfigurationRecorder(Call call)
    {
        var recorder = Find(call, call.Parameters.Required("ConfigurationRecorderName"));
        recorder.IsRecording = recorder.HasDeliveryChannel
            ? true
            : throw new AwsError("NoAvailableDeliveryChannelException", "Delivery channel is not available to start configuration recorder.");
        return Answer.Json([]);
    }

    public static Answer ListTagsForResource(Call call)
    {
        var arn = call.Parameters.Required("ResourceArn");
        call.Demand(call.Operation.DefaultAction, arn);
        var recorder = call.Region.ConfigRecorders.Values.FirstOrDefault(r => r.Arn == arn)
            ?? throw new AwsError("ResourceNotFoundException", $"The specified resource {arn} could not be found.");
        var (tags, next) = call.Page([.. recorder.Tags], call.Parameters["NextToken"], call.Parameters.Int("Limit"), usual: 50);
        var answer = new JsonObject { ["Tags"] = new JsonArray([.. tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]) };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return Answer.Json(answer);
    }

    private static Answer List(Call call, string name, Func<ConfigRecorder, JsonObject> write)
    {
        var names = call.Document["ConfigurationRecorderNames"]!.AsArray().Select(n => n!.GetValue<string>());
        return Answer.Json(new JsonObject { [name] = new JsonArray([.. names.Select(n => write(Find(call, n)))]) });
    }

    private static ConfigRecorder Find(Call call, string name)
    {
        var recorder = call.Region.ConfigRecorders.GetValueOrDefault(name);
        call.Demand(call.Operation.DefaultAction, recorder?.Arn ?? World.Arn("config", call.RegionName, call.Account.Id, $"configuration-recorder/{name}/"));
        return recorder ?? throw new AwsError("NoSuchConfigurationRecorderException", $"Cannot find configuration recorder with the specified name '{name}'.");
    }
}
