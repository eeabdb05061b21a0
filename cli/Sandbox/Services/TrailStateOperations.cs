using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>CloudTrail's trails; nothing is recorded here.</summary>
[Service("cloudtrail", Protocol.Json)]
internal static class TrailStateOperations
{
    public static Answer GetTrail(Call call) => Answer.Json(new JsonObject { ["Trail"] = Settings(Find(call)) });

    /// <summary>What is empty is taken away, what is not named stays.</summary>
    public static Answer UpdateTrail(Call call)
    {
        var trail = AtHome(call, Find(call));
        var asked = call.Document;
        var (multi, global) = (Flag("IsMultiRegionTrail") ?? trail.IsMultiRegion, Flag("IncludeGlobalServiceEvents") ?? trail.HasGlobalServices);
        if (multi && !global)
        {
            throw new AwsError("InvalidParameterCombinationException", "Multi-Region trail must include global service events.");
        }

        var (group, role) = (Text("CloudWatchLogsLogGroupArn", trail.LogGroup), Text("CloudWatchLogsRoleArn", trail.LogRole));
        if ((group is null) != (role is null))
        {
            throw new AwsError("InvalidCloudWatchLogsRoleArnException", "You must specify both a CloudWatch Logs log group and a role, or neither.");
        }

        if (asked.ContainsKey("CloudWatchLogsRoleArn") && role is not null)
        {
            call.Demand("iam:PassRole", role, new Dictionary<string, string> { ["iam:PassedToService"] = "cloudtrail.amazonaws.com" });
        }

        (trail.IsMultiRegion, trail.HasGlobalServices, trail.HasValidation) = (multi, global, Flag("EnableLogFileValidation") ?? trail.HasValidation);
        (trail.Bucket, trail.Prefix, trail.Key) = (Text("S3BucketName", trail.Bucket)!, Text("S3KeyPrefix", trail.Prefix), Text("KmsKeyId", trail.Key));
        (trail.LogGroup, trail.LogRole, trail.Topic) = (group, role, Text("SnsTopicName", trail.Topic));
        return Answer.Json(Settings(trail));

        bool? Flag(string name) => asked[name]?.GetValue<bool>();
        string? Text(string name, string? now) => !asked.ContainsKey(name) ? now : asked[name]!.GetValue<string>() is { Length: > 0 } text ? text : null;
    }

    public static Answer GetTrailStatus(Call call) => Answer.Json(new JsonObject { ["IsLogging"] = Find(call).IsLogging });

    public static Answer StartLogging(Call call)
    {
        AtHome(call, Find(call)).IsLogging = true;
        return Answer.Json([]);
    }

    public static Answer GetEventSelectors(Call call) => Answer.Json(Selectors(Find(call, "TrailName")));

    public static Answer PutEventSelectors(Call call)
    {
        var trail = AtHome(call, Find(call, "TrailName"));
        var (basic, advanced) = (call.Document["EventSelectors"] as JsonArray, call.Document["AdvancedEventSelectors"] as JsonArray);
        if (basic is { Count: > 0 } == advanced is { Count: > 0 })
        {
            throw new AwsError("InvalidEventSelectorsException", "Specify event selectors or advanced event selectors, and not both.");
        }

        (trail.EventSelectors, trail.AdvancedEventSelectors) = (basic?.ToJsonString() ?? "[]", advanced?.ToJsonString());
        return Answer.Json(Selectors(trail));
    }

    public static Answer ListTags(Call call)
    {
        var arn = call.Document["ResourceIdList"]![0]!.GetValue<string>();
        call.Demand(call.Operation.DefaultAction, arn);
        var trail = call.Region.Trails.Values.FirstOrDefault(t => t.Arn == arn) ?? throw Unknown(arn);
        var (tags, next) = call.Page([.. trail.Tags], call.Parameters["NextToken"], null, usual: 50);
        var list = new JsonObject
        {
            ["ResourceId"] = arn,
            ["TagsList"] = new JsonArray([.. tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]),
        };
        var answer = new JsonObject { ["ResourceTagList"] = new JsonArray(list) };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return Answer.Json(answer);
    }

    /// <summary>A text that is not set is left out.</summary>
    private static JsonObject Settings(AuditTrail trail)
    {
        var answer = new JsonObject
        {
            ["Name"] = trail.Name,
            ["TrailARN"] = trail.Arn,
            ["HomeRegion"] = trail.HomeRegion,
            ["S3BucketName"] = trail.Bucket,
            ["IsMultiRegionTrail"] = trail.IsMultiRegion,
            ["IncludeGlobalServiceEvents"] = trail.HasGlobalServices,
            ["LogFileValidationEnabled"] = trail.HasValidation,
        };
        foreach (var (name, text) in new[]
        {
            ("S3KeyPrefix", trail.Prefix), ("KmsKeyId", trail.Key), ("CloudWatchLogsLogGroupArn", trail.LogGroup), ("CloudWatchLogsRoleArn", trail.LogRole), ("SnsTopicARN", trail.Topic),
        })
        {
            if (text is not null)
            {
                answer[name] = text;
            }
        }

        return answer;
    }

    private static JsonObject Selectors(AuditTrail trail) => new()
    {
        ["TrailARN"] = trail.Arn,
        ["EventSelectors"] = JsonNode.Parse(trail.EventSelectors),
        ["AdvancedEventSelectors"] = JsonNode.Parse(trail.AdvancedEventSelectors ?? "[]"),
    };

    private static AuditTrail AtHome(Call call, AuditTrail trail) =>
        trail.HomeRegion == call.RegionName ? trail : throw new AwsError("InvalidHomeRegionException", "The current region is not the home region of the trail.");

    /// <summary>By name or ARN.</summary>
    private static AuditTrail Find(Call call, string parameter = "Name")
    {
        var id = call.Parameters.Required(parameter);
        var trail = call.Region.Trails.Values.FirstOrDefault(t => t.Name == id || t.Arn == id);
        call.Demand(call.Operation.DefaultAction, trail?.Arn ?? World.Arn("cloudtrail", call.RegionName, call.Account.Id, "trail/" + id[(id.LastIndexOf('/') + 1)..]));
        return trail ?? throw Unknown(id);
    }

    private static AwsError Unknown(string id) => new("TrailNotFoundException", $"Unknown trail: {id}");
}
