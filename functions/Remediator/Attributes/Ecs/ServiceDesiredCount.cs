using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.ECS;
using Amazon.ECS.Model;
using Remediator.Execution;
using Remediator.Planning;
using Task = System.Threading.Tasks.Task;

namespace Remediator.Attributes;

/// <summary>How many tasks an ECS service is to have; absent when there is no such service.</summary>
/// <remarks>The target's id is <c>cluster/service</c>.</remarks>
public sealed class ServiceDesiredCount : ResourceAttribute
{
    public const string Kind = "AWS::ECS::Service";

    public override string Label => "desired count of the service";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ecs:DescribeServices", EcsNames.Service)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ecs:UpdateService", EcsNames.Service)];

    public static AttributeValue None { get; } = AttributeValue.Of(JsonValue.Create(0));

    public static Target TargetOf(string cluster, string service) => new(Kind, $"{cluster}/{service}");

    public static AttributeValue Of(Service? service) =>
        service is null ? AttributeValue.Absent
        : service.DesiredCount is { } count ? AttributeValue.Of(JsonValue.Create(count))
        : throw new RemediationException("ECS does not say how many tasks the service is to have");

    /// <summary>The service; null when there is none, or it was deleted.</summary>
    public static async Task<Service?> FindAsync(AwsSession aws, string cluster, string service, CancellationToken cancel)
    {
        var answer = await aws.Client<IAmazonECS>().DescribeServicesAsync(new DescribeServicesRequest { Cluster = cluster, Services = [service], Include = ["TAGS"] }, cancel).ConfigureAwait(false);
        return (answer.Services ?? []).Find(s => s.ServiceName == service && s.Status != "INACTIVE") ?? ((answer.Failures ?? []).Find(f => f.Reason != "MISSING") is { } failure
            ? throw new RemediationException($"ECS could not describe the service: {failure.Reason}")
            : null);
    }

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (cluster, service) = Split(target);
        return Of(await FindAsync(aws, cluster, service, cancel).ConfigureAwait(false));
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (cluster, service) = Split(request.Target);
        var count = int.Parse(request.Wanted.ToString(), CultureInfo.InvariantCulture);
        return aws.Client<IAmazonECS>().UpdateServiceAsync(new UpdateServiceRequest { Cluster = cluster, Service = service, DesiredCount = count }, cancel);
    }

    private static (string Cluster, string Service) Split(Target target) =>
        target.Id.Split('/') is [var cluster, var service] ? (cluster, service) : throw new InvalidOperationException($"{target} is not of the form cluster/service");
}
