using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.ECS;
using Amazon.ECS.Model;
using Remediator.Execution;

namespace Remediator.Attributes.Evidence;

/// <summary>An ECS task as it is when it is made, what it was started from, and the instance that it runs on.</summary>
/// <remarks>Of environment variables only the names: their values are often passwords.</remarks>
internal sealed class TaskDocument(AwsSession aws, CancellationToken cancel)
{
    public async Task<JsonObject> MakeAsync(string arn)
    {
        var ecs = aws.Client<IAmazonECS>();
        var found = await EcsTaskState.FindAsync(aws, arn, cancel).ConfigureAwait(false) ?? throw new RemediationException($"there is no task {arn} any more");
        var definition = found.TaskDefinitionArn is { } named
            ? (await ecs.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = named }, cancel).ConfigureAwait(false)).TaskDefinition
            : null;
        var host = found.ContainerInstanceArn is { } instance && EcsNames.Parse(arn) is { } name
            ? (await ecs.DescribeContainerInstancesAsync(new DescribeContainerInstancesRequest { Cluster = name.Cluster, ContainerInstances = [instance] }, cancel).ConfigureAwait(false)).ContainerInstances?.FirstOrDefault()
            : null;
        return new JsonObject
        {
            ["taskArn"] = found.TaskArn,
            ["state"] = found.LastStatus,
            ["stoppedReason"] = found.StoppedReason,
            ["group"] = found.Group,
            ["startedBy"] = found.StartedBy,
            ["createdAt"] = found.CreatedAt?.ToString("O", CultureInfo.InvariantCulture),
            ["startedAt"] = found.StartedAt?.ToString("O", CultureInfo.InvariantCulture),
            ["launchType"] = found.LaunchType?.Value,
            ["platformVersion"] = found.PlatformVersion,
            ["executeCommand"] = found.EnableExecuteCommand,
            ["containerInstance"] = host is null ? null : new JsonObject { ["arn"] = host.ContainerInstanceArn, ["instanceId"] = host.Ec2InstanceId },
            ["attachments"] = List(found.Attachments, a => new JsonObject { ["type"] = a.Type, ["details"] = List(a.Details, d => Pair(d.Name, d.Value)) }),
            ["containers"] = List(found.Containers, c => new JsonObject { ["name"] = c.Name, ["image"] = c.Image, ["imageDigest"] = c.ImageDigest, ["runtimeId"] = c.RuntimeId }),
            ["tags"] = List(found.Tags, t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value }),
            ["definition"] = definition is null ? null : Definition(definition),
        };
    }

    private static JsonObject Definition(TaskDefinition found) => new()
    {
        ["arn"] = found.TaskDefinitionArn,
        ["taskRole"] = found.TaskRoleArn,
        ["executionRole"] = found.ExecutionRoleArn,
        ["networkMode"] = found.NetworkMode?.Value,
        ["registeredAt"] = found.RegisteredAt?.ToString("O", CultureInfo.InvariantCulture),
        ["registeredBy"] = found.RegisteredBy,
        ["containers"] = List(found.ContainerDefinitions, c => new JsonObject
        {
            ["name"] = c.Name,
            ["image"] = c.Image,
            ["entryPoint"] = List(c.EntryPoint, t => t),
            ["command"] = List(c.Command, t => t),
            ["user"] = c.User,
            ["privileged"] = c.Privileged,
            ["environment"] = List(c.Environment, e => e.Name),
            ["secrets"] = List(c.Secrets, s => Pair(s.Name, s.ValueFrom)),
        }),
    };

    private static JsonObject Pair(string? name, string? value) => new() { ["name"] = name, ["value"] = value };

    private static JsonArray List<T>(IEnumerable<T>? items, Func<T, JsonNode?> write) => new([.. (items ?? []).Select(write)]);
}
