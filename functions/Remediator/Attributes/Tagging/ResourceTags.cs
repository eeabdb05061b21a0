using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The value of one tag of an instance; absent when the instance has no such tag.</summary>
/// <remarks>The target's id is <c>instance id/tag key</c>; the key may hold slashes, the id does not.</remarks>
public sealed class ResourceTags : ResourceAttribute
{
    private const string Instance = "arn:{partition}:ec2:{region}:{account}:instance/{instanceId}";

    public override string Label => "tag";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ec2:DescribeInstances")];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ec2:CreateTags", Instance), new("ec2:DeleteTags", Instance)];

    public static Target TargetOf(string instance, string key) => new(ResourceKinds.Instance, $"{instance}/{key}");

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (id, key) = Split(target);
        var response = await aws.Client<IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [id] }, cancel).ConfigureAwait(false);
        var instance = (response.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault(i => i.InstanceId == id)
            ?? throw new RemediationException($"there is no instance {id} (any more), so its tags are not known");
        return (instance.Tags ?? []).FirstOrDefault(t => t.Key == key) is { } tag ? AttributeValue.Of(tag.Value ?? "") : AttributeValue.Absent;
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (id, key) = Split(request.Target);
        if (request.Wanted.IsAbsent)
        {
            await aws.Client<IAmazonEC2>().DeleteTagsAsync(new DeleteTagsRequest { Resources = [id], Tags = [new Tag { Key = key }] }, cancel).ConfigureAwait(false);
            return;
        }

        var create = new CreateTagsRequest { Resources = [id], Tags = [new Tag { Key = key, Value = request.Wanted.ToString() }] };
        await aws.Client<IAmazonEC2>().CreateTagsAsync(create, cancel).ConfigureAwait(false);
    }

    private static (string Instance, string Key) Split(Target target) =>
        target.Id.Split('/', 2) is [var id, var key] ? (id, key) : throw new InvalidOperationException($"{target} is not of the form instance/tag key");
}
