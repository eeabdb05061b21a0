using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>Snapshots of volumes; they complete at once.</summary>
[Ec2]
internal static class SnapshotOperations
{
    [Checks("instance/{InstanceSpecification.InstanceId}")]
    [Checks("snapshot/*")]
    public static Answer CreateSnapshots(Call call)
    {
        var specification = call.Parameters.Struct("InstanceSpecification");
        var id = specification.Required("InstanceId");
        var instance = call.Region.Instances.GetValueOrDefault(id) ?? throw InstanceOperations.Missing(id);
        var excluded = specification.List("ExcludeDataVolumeId");
        var chosen = instance.BlockDevices.Skip(specification.Bool("ExcludeBootVolume") == true ? 1 : 0).Where(b => !excluded.Contains(b.VolumeId)).ToList();
        if (chosen.Count == 0)
        {
            throw new AwsError("InvalidParameterValue", $"The instance '{id}' has no volumes to take snapshots of.");
        }

        foreach (var device in chosen)
        {
            call.Demand(call.Operation.DefaultAction, World.Arn("ec2", call.RegionName, call.Account.Id, "volume/" + device.VolumeId));
        }

        var tags = Ec2Xml.TagsToCreate(call, "snapshot");
        var copies = call.Parameters["CopyTagsFromSource"] == "volume";
        var made = chosen.Select(b => Make(call, call.Region.Volumes[b.VolumeId], copies ? new Tags(call.Region.Volumes[b.VolumeId].Tags.Concat(tags)) : new Tags(tags))).ToList();
        return Answer.Xml(Ec2Xml.List("snapshotSet", made, s => Write(call, s, "state")));
    }

    [Checks("volume/{VolumeId}")]
    [Checks("snapshot/*")]
    public static Answer CreateSnapshot(Call call)
    {
        var id = call.Parameters.Required("VolumeId");
        var volume = call.Region.Volumes.GetValueOrDefault(id) ?? throw VolumeOperations.Missing(id);
        return Answer.Xml(Write(call, Make(call, volume, Ec2Xml.TagsToCreate(call, "snapshot")), "status"));
    }

    [Checks("*")]
    public static Answer DescribeSnapshots(Call call)
    {
        var owners = call.Parameters.List("Owner");
        var mine = owners.Count == 0 || owners.Contains("self") || owners.Contains(call.Account.Id);
        var chosen = call.Region.Snapshots.Chosen(call, "SnapshotId", Missing).Where(_ => mine).Filtered(call, (s, name) => name switch
        {
            "snapshot-id" => [s.Id],
            "volume-id" => [s.VolumeId],
            "owner-id" => [call.Account.Id],
            "status" => [s.Status],
            "description" => [s.Description],
            _ => null,
        });
        return Ec2Xml.Page(call, "snapshotSet", chosen, s => Write(call, s, "status"));
    }

    [Checks("snapshot/{SnapshotId}")]
    public static Answer DeleteSnapshot(Call call)
    {
        var id = call.Parameters.Required("SnapshotId");
        return call.Region.Snapshots.Remove(id) ? Ec2Xml.Done : throw Missing(id);
    }

    private static VolumeSnapshot Make(Call call, Volume volume, Tags tags)
    {
        var snapshot = new VolumeSnapshot
        {
            Id = call.World.Ec2Id("snap"),
            VolumeId = volume.Id,
            SizeGiB = volume.SizeGiB,
            Encrypted = volume.Encrypted,
            Description = call.Parameters["Description"] ?? "",
            StartTime = call.Now,
            Tags = tags,
        };
        return call.Region.Snapshots[snapshot.Id] = snapshot;
    }

    /// <param name="statusName">CreateSnapshots calls it state, all others status.</param>
    private static object?[] Write(Call call, VolumeSnapshot snapshot, string statusName) =>
    [
        new XElement("snapshotId", snapshot.Id),
        new XElement("volumeId", snapshot.VolumeId),
        new XElement(statusName, snapshot.Status),
        new XElement("startTime", snapshot.StartTime),
        new XElement("progress", "100%"),
        new XElement("ownerId", call.Account.Id),
        new XElement("volumeSize", snapshot.SizeGiB),
        new XElement("encrypted", snapshot.Encrypted),
        new XElement("description", snapshot.Description),
        Ec2Xml.Tags(snapshot.Tags),
    ];

    private static AwsError Missing(string id) => new("InvalidSnapshot.NotFound", $"The snapshot '{id}' does not exist.");
}
