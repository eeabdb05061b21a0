using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>ECS: tasks and services by name; nothing runs here.</summary>
[Service("ecs", Protocol.Json)]
internal static class ContainerOperations
{
    public static Answer DescribeTasks(Call call)
    {
        Cluster(call);
        return Describe(call, "tasks", arn => arn, arn => call.Region.Tasks.GetValueOrDefault(arn), Write);
    }

    public static Answer DescribeServices(Call call)
    {
        var cluster = Cluster(call);
        return Describe(call, "services", name => World.Arn("ecs", call.RegionName, call.Account.Id, $"service/{cluster}/{name}"), name => call.Region.Services.GetValueOrDefault($"{cluster}/{name}"), Write);
    }

    [Checks("*")]
    public static Answer DescribeTaskDefinition(Call call) => Answer.Json(new JsonObject
    {
        ["taskDefinition"] = new JsonObject
        {
            ["taskDefinitionArn"] = call.Parameters.Required("taskDefinition"),
            ["taskRoleArn"] = $"arn:aws:iam::{call.Account.Id}:role/web-task",
            ["containerDefinitions"] = new JsonArray(new JsonObject
            {
                ["name"] = "app",
                ["image"] = "web:7",
                ["command"] = new JsonArray("serve"),
                ["environment"] = new JsonArray(new JsonObject { ["name"] = "DB_PASSWORD", ["value"] = "hunter2" }),
            }),
        },
    });

    public static Answer DescribeContainerInstances(Call call)
    {
        Cluster(call);
        return Describe(call, "containerInstances", arn => arn, arn => arn, arn => new JsonObject { ["containerInstanceArn"] = arn, ["ec2InstanceId"] = "i-0a1b2c3d4e5f60718" });
    }

    public static Answer StopTask(Call call)
    {
        Cluster(call);
        var arn = call.Parameters.Required("task");
        call.Demand(call.Operation.DefaultAction, arn);
        var task = call.Region.Tasks.GetValueOrDefault(arn) ?? throw new AwsError("InvalidParameterException", "The referenced task was not found.");
        task.Status = "STOPPED";
        return Answer.Json(new JsonObject { ["task"] = Write(task) });
    }

    public static Answer UpdateService(Call call)
    {
        var (cluster, name) = (Cluster(call), call.Parameters.Required("service"));
        call.Demand(call.Operation.DefaultAction, World.Arn("ecs", call.RegionName, call.Account.Id, $"service/{cluster}/{name}"));
        var service = call.Region.Services.GetValueOrDefault($"{cluster}/{name}") ?? throw new AwsError("ServiceNotFoundException", "Service not found.");
        service.DesiredCount = call.Parameters.Int("desiredCount") ?? service.DesiredCount;
        return Answer.Json(new JsonObject { ["service"] = Write(service) });
    }

    private static Answer Describe<T>(Call call, string list, Func<string, string> arnOf, Func<string, T?> find, Func<T, JsonObject> write)
    {
        var (found, failures) = (new JsonArray(), new JsonArray());
        foreach (var id in call.Document[list]!.AsArray().Select(n => n!.GetValue<string>()))
        {
            call.Demand(call.Operation.DefaultAction, arnOf(id));
            if (find(id) is { } item)
            {
                found.Add(write(item));
            }
            else
            {
                failures.Add(new JsonObject { ["arn"] = arnOf(id), ["reason"] = "MISSING" });
            }
        }

        return Answer.Json(new JsonObject { [list] = found, ["failures"] = failures });
    }

    private static JsonObject Write(ContainerTask task) => new()
    {
        ["taskArn"] = task.Arn,
        ["group"] = task.Group,
        ["lastStatus"] = task.Status,
        ["desiredStatus"] = task.Status == "RUNNING" ? "RUNNING" : "STOPPED",
        ["launchType"] = task.Host is null ? "FARGATE" : "EC2",
        ["containerInstanceArn"] = task.Host,
        ["overrides"] = new JsonObject { ["taskRoleArn"] = task.Role },
        ["taskDefinitionArn"] = task.Arn.Split(":task/")[0] + ":task-definition/web:7",
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = "web:7", ["imageDigest"] = "sha256:" + new string('0', 64) }),
        ["tags"] = TagsOf(task.Tags),
    };

    private static JsonObject Write(ContainerService service) => new()
    {
        ["serviceName"] = service.Name,
        ["status"] = "ACTIVE",
        ["desiredCount"] = service.DesiredCount,
        ["schedulingStrategy"] = service.Strategy,
        ["tags"] = TagsOf(service.Tags),
    };

    private static JsonArray TagsOf(Tags tags) => new([.. tags.Select(t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value })]);

    /// <summary>A cluster is there when something is in it.</summary>
    private static string Cluster(Call call)
    {
        var name = call.Parameters.Required("cluster");
        return call.Region.Tasks.Values.Any(t => t.Cluster == name) || call.Region.Services.Values.Any(s => s.Cluster == name)
            ? name
            : throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    }
}
