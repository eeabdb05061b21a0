using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The snapshots that one execution took of one instance; target <c>instance-id/execution-id</c>; absent when none.</summary>
/// <remarks>
/// They are found again by their tag, so that a second run takes no second set. A live value is
/// <c>{"snapshots":{"vol-...":"snap-..."}}</c> without those in error; a wanted one is <c>{"finding":"...","volumes":["vol-..."]}</c>.
/// </remarks>
public sealed class InstanceSnapshots : ResourceAttribute
{
    public override string Label => "evidence snapshots";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeSnapshots")];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("ec2:CreateSnapshots", Ec2Arns.Instance),
        new("ec2:CreateSnapshots", Ec2Arns.Snapshot),
        new("ec2:CreateSnapshots", Ec2Arns.Volume),
        new("ec2:CreateTags", Ec2Arns.Snapshot, """{"StringEquals":{"ec2:CreateAction":"CreateSnapshots"}}"""),
    ];

    public static Target Of(string instanceId, string executionId) => new("AWS::EC2::Instance", $"{instanceId}/{executionId}");

    /// <summary>One snapshot of every one of these volumes.</summary>
    public static AttributeValue Wanted(string findingId, IEnumerable<string> volumes) =>
        AttributeValue.Of(new JsonObject
        {
            ["finding"] = findingId,
            ["volumes"] = new JsonArray([.. volumes.InOrder(string.CompareOrdinal).Select(v => (JsonNode)JsonValue.Create(v)!)]),
        });

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (instance, execution) = Parse(target);
        var request = new DescribeSnapshotsRequest
        {
            OwnerIds = ["self"],
            Filters =
            [
                new Filter { Name = $"tag:{EngineTags.Execution}", Values = [execution] },
                new Filter { Name = $"tag:{EngineTags.Instance}", Values = [instance] },
            ],
        };
        var found = new JsonObject();
        do
        {
            var page = await aws.Client<IAmazonEC2>().DescribeSnapshotsAsync(request, cancel).ConfigureAwait(false);
            foreach (var snapshot in (page.Snapshots ?? []).Where(s => s.State?.Value != "error").InOrder((a, b) => string.CompareOrdinal(a.SnapshotId, b.SnapshotId)))
            {
                found[snapshot.VolumeId] = snapshot.SnapshotId;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found.Count == 0 ? AttributeValue.Absent : AttributeValue.Of(new JsonObject { ["snapshots"] = found });
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted.ToNode() is not { } wanted)
        {
            throw new InvalidOperationException("Evidence is kept: snapshots are never deleted by the engine.");
        }

        if (Matches(request.Current, request.Wanted))
        {
            return Task.CompletedTask;
        }

        var (instance, execution) = Parse(request.Target);
        return aws.Client<IAmazonEC2>().CreateSnapshotsAsync(
            new CreateSnapshotsRequest
            {
                InstanceSpecification = new InstanceSpecification { InstanceId = instance },
                Description = $"Evidence of {instance}, taken by Remediator",
                TagSpecifications = Ec2Tags.OnCreated(
                    ResourceType.Snapshot,
                    (EngineTags.Role, EngineTags.Evidence),
                    (EngineTags.Execution, execution),
                    (EngineTags.Instance, instance),
                    (EngineTags.Finding, EngineTags.Value(wanted["finding"]!.GetValue<string>()))),
            },
            cancel);
    }

    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted
        || (Snapshots(live) is { } snapshots && wanted.ToNode()?["volumes"] is JsonArray volumes
            && volumes.All(v => snapshots.ContainsKey(v!.GetValue<string>())));

    public override string Describe(AttributeValue value) => value.ToNode() switch
    {
        null => "none",
        var node when node["volumes"] is JsonArray volumes => $"a snapshot of each of {string.Join(", ", volumes.Select(v => v!.GetValue<string>()))}",
        _ => string.Join(", ", Snapshots(value)!.Select(s => $"{s.Value} of {s.Key}")),
    };

    private static JsonObject? Snapshots(AttributeValue value) => value.ToNode()?["snapshots"] as JsonObject;

    private static (string Instance, string Execution) Parse(Target target) =>
        target.Id.Split('/', 2) is [var instance, var execution]
            ? (instance, execution)
            : throw new FormatException($"'{target.Id}' is not of the form instance-id/execution-id.");
}
